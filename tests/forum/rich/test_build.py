"""The file of the rich mode is what its sources make, and no larger than it may be."""

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.corpus import ROOT

FOLDER = ROOT / "src/rostra/forum/static/forum/alone"
SOURCES = sorted((ROOT / "browser").rglob("*.*js"))
MOST = 110_000


def test_is_what_its_sources_make(tmp_path):
    if not shutil.which("node") or not (ROOT / "node_modules/esbuild").is_dir():
        pytest.skip("there is no Node with esbuild (make node_modules)")
    subprocess.run(["node", "browser/build.mjs", tmp_path], cwd=ROOT, check=True)

    for made in tmp_path.iterdir():
        assert made.read_bytes() == (FOLDER / made.name).read_bytes(), "make rich"


def test_is_small():
    packed = len(gzip.compress((FOLDER / "rich.js").read_bytes(), 9))

    print(f"rich.js takes {packed:,} bytes with gzip, of {MOST:,}")
    assert packed <= MOST


def test_has_the_licence_of_all_that_is_in_it():
    licences = (FOLDER / "rich.js.LICENSES.txt").read_text("utf-8")

    for name in ("markdown-it", "prosemirror-view", "w3c-keyname", "orderedmap"):
        assert f"{name} " in licences
    assert licences.count("Copyright") >= licences.count("-" * 72) + 1


def test_needs_nothing_that_pages_forbid():
    script = (FOLDER / "rich.js").read_text("utf-8")

    assert "eval(" not in script
    assert "new Function" not in script


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: Path(path).name)
def test_sources_are_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= 160
