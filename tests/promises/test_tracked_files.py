"""What lies in the repository says nothing of where and how it was made."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements/base.txt", "requirements/dev.txt", "package-lock.json")

# Hosts are written in two halves, so that this file holds none.
REGISTRIES = re.compile(
    r"(pypi\.|pythonhosted\.|registry\.npm|npmmirror\.|conda\.|proxy\.golang|crates\.)"
    r"(org|io|com|js\.org|anaconda)"
)
MACHINE = re.compile(r"(?<![\w.~/-])/(work|home|root|Users|tmp)/[\w.-]+")
# A path that any machine has, where a test needs one.
HARMLESS = re.compile(r"/tmp/(rostra|nothing)")


@cache
def tracked() -> list[Path]:
    """The text files of the repository; skips where this is no checkout."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("this is no checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and is_text(path)]


def is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:4096]


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        for number, line in enumerate(
            path.read_text("utf-8", errors="replace").splitlines(), 1
        )
        if pattern.search(line) and not HARMLESS.search(line)
    ]


def test_no_file_names_the_host_of_a_package_registry():
    assert found(REGISTRIES) == []


def test_no_file_names_a_path_of_one_machine():
    assert found(MACHINE) == []


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_hashes_and_no_addresses(name):
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"there is no {name}")
    text = path.read_text("utf-8")

    assert "://" not in re.sub(r'"(?:url|funding)": *"[^"]*"', "", text)
    assert '"resolved"' not in text
    assert "sha256:" in text or "sha512-" in text


def test_every_requirement_has_a_hash():
    for name in ("requirements/base.txt", "requirements/dev.txt"):
        text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
        pinned = [line for line in text.splitlines() if re.match(r"[a-zA-Z0-9]", line)]

        assert pinned
        assert [line[:60] for line in pinned if "--hash=sha256:" not in line] == []


def test_no_note_to_oneself_is_left():
    notes = re.compile("TO" + "DO(?! *#[0-9])|FIX" + "ME|XX" + r"X\b")
    own = re.compile(r"pyproject|test_tracked_files")

    assert [line for line in found(notes) if not own.search(line)] == []
