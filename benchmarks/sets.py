"""Data sets on disk: made once for each state of the code that shapes them."""

import contextlib
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rostra
from benchmarks.servers import clean_environment

ROOT = Path(__file__).parent.parent
BENCH = ROOT / ".bench"
_SOURCE = Path(rostra.__file__).parent


def data_set(posts: int) -> Path:
    """A data folder with so many posts in SQLite, made now if there is none."""
    folder = BENCH / f"{posts}-{_key()}"
    if folder.exists():
        return folder
    for old in BENCH.glob(f"{posts}-*"):
        shutil.rmtree(old)
    unfinished = BENCH / f"unfinished-{posts}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    fill(unfinished, posts)
    return unfinished.rename(folder)


def postgresql_folder(posts: int) -> Path:
    """Where the PostgreSQL of a data set is kept; those of older code are removed."""
    folder = BENCH / f"postgresql-{posts}-{_key()}"
    for old in BENCH.glob(f"postgresql-{posts}-*"):
        if old != folder:
            shutil.rmtree(old)
    return folder


def fill(data: Path, posts: int, database: str = "") -> None:
    """Prepare an installation and fill its database, if that is empty."""
    print(f"Making a community of {posts:,} posts …", file=sys.stderr)
    _python("benchmarks.filling", data, database, str(posts))
    (data / "owner-link").unlink(missing_ok=True)  # The set has an owner.


def look_inside(data: Path, database: str = "") -> dict[str, Any]:
    """What `benchmarks.inside` tells of a data set."""
    told: dict[str, Any] = json.loads(_python("benchmarks.inside", data, database))
    return told


@contextlib.contextmanager
def run_folder() -> Iterator[Path]:
    """A folder for one run, on the disk that is measured."""
    BENCH.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="run-", dir=BENCH) as name:
        yield Path(name)


def copy(data: Path, to: Path) -> Path:
    """A copy of a data folder that may be written to."""
    shutil.copytree(data, to)
    to.chmod(0o700)
    return to


def _python(module: str, data: Path, database: str, *args: str) -> str:
    env = clean_environment(data)
    if database:
        env["ROSTRA_DATABASE"] = database
    done = subprocess.run(
        [sys.executable, "-m", module, *args],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.returncode)  # It said why.
    return done.stdout


def _key() -> str:
    """A digest of all code that decides what is in a data set."""
    files = [Path(__file__).with_name(f"{n}.py") for n in ("words", "filling", "rows")]
    files += _SOURCE.glob("*/models.py")
    files += _SOURCE.glob("*/models/*.py")
    files += _SOURCE.glob("*/migrations/*.py")
    files += _SOURCE.glob("foundation/markup/**/*.py")
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(files):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
