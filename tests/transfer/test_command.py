"""`rostra import`, as it is typed."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def rostra(tmp_path):
    def run(*args: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "rostra", *map(str, args)],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": "src",
                "ROSTRA_DATA": str(tmp_path / "data"),
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def test_a_folder_comes_in_and_the_account_is_kept(
    rostra, write_topic, source, tmp_path
):
    write_topic(("ada", "One"), ("ben", "Two"))

    rehearsed = rostra("import", "forumscraper", source, "--dry-run")
    done = rostra("import", "forumscraper", source)
    again = rostra("import", "forumscraper", source, "--data", tmp_path / "data")

    assert (rehearsed.returncode, done.returncode, again.returncode) == (0, 0, 0)
    assert "A dry run: nothing was written." in rehearsed.stdout
    kept = sorted((tmp_path / "data" / "imports").glob("*.json"))
    written = [json.loads(path.read_text("utf-8"))["written"] for path in kept]
    assert [each.get("posts", 0) for each in written] == [2, 2, 0]


def test_a_file_that_cannot_be_read_is_told_in_the_exit_code(
    rostra, write_topic, source
):
    write_topic(("ada", "One"))
    (source / "2.json").write_text("{")

    done = rostra("import", "forumscraper", source)

    assert done.returncode == 1
    assert "2.json" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()[-1]) < 100


@pytest.mark.parametrize(
    "args", [("nothing", "."), ("forumscraper", "/nowhere/at/all")]
)
def test_what_there_is_not_is_one_line_and_no_trace(rostra, args):
    done = rostra("import", *args)

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
