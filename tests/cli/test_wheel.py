"""Rostra installs as a wheel that needs nothing else to run."""

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.server]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from a copy of the checkout's own files."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, source)
    leave_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", source / "src", ignore=leave_out)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=source,
        check=True,
        capture_output=True,
        # Node is not to be found: the wheel must do without.
        env={"PATH": "/nonexistent"},
    )
    (built,) = (source / "dist").glob("rostra-*.whl")
    return built


def test_everything_a_page_needs_is_inside(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())

    for path in (ROOT / "src" / "rostra").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert path.relative_to(ROOT / "src").as_posix() in inside


def test_it_serves_from_an_environment_of_its_own(wheel, port, tmp_path):
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    # What it depends on is taken from here, so that the test needs no network.
    (packages,) = (home / "lib").glob("python*/site-packages")
    mine = Path(pytest.__file__).parents[1]
    (packages / "dependencies.pth").write_text(f"{mine}\n")

    served = subprocess.Popen(
        [home / "bin" / "rostra", "serve", "--data", tmp_path / "data"],
        env={"PATH": "/nonexistent", "ROSTRA_PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )

    try:
        assert f"http://127.0.0.1:{port}/" in served.stdout.readline()
        assert str(packages) in loaded_by(python)
    finally:
        served.terminate()
        served.communicate()


def loaded_by(python: Path) -> str:
    """Where this Python finds Rostra."""
    asking = [python, "-c", "import rostra; print(rostra.__file__)"]
    return subprocess.run(asking, capture_output=True, text=True, env={}).stdout
