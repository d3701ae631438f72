"""The data folder of an installation: made, held by one Rostra, checked for room."""

import errno
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rostra.cli.failures import Failure, writing_to

PID_FILE = "rostra.pid"
LEAST_ROOM = 16 * 1024 * 1024
"""Bytes that must be free before Rostra starts; less would fail in the first hour."""


def check_folder(data: Path) -> None:
    """Raise Failure if the folder cannot be had or written to. Changes nothing."""
    if data.is_dir():
        with writing_to(data), tempfile.TemporaryFile(dir=data) as trial:
            trial.write(b"Rostra can write here.")
    elif data.exists() or data.is_symlink():
        raise Failure(f"{data} is a file; the data folder must be a folder.")
    else:
        _check_can_be_made(data)
    check_room(data, LEAST_ROOM)


def _check_can_be_made(data: Path) -> None:
    above = nearest(data)
    if not above.is_dir():
        raise Failure(f"{data} cannot be made, because {above} is a file.")
    if not os.access(above, os.W_OK | os.X_OK):
        raise Failure(f"{data} cannot be made, because {above} cannot be written to.")


def check_room(data: Path, needed: int) -> None:
    """Raise Failure if fewer than `needed` bytes are free where the folder lies."""
    free = shutil.disk_usage(nearest(data)).free
    if free < needed:
        raise Failure(
            f"There is not enough room in {data}: {free // 2**20} MB are free, "
            f"{-(-needed // 2**20)} MB are needed."
        )


def nearest(path: Path) -> Path:
    """The path itself if it exists, else the nearest folder above that does."""
    return next(p for p in (path, *path.absolute().parents) if p.exists())


def make_folder(data: Path) -> None:
    """Make the folder, for this user's eyes only, if it does not exist."""
    with writing_to(data):
        data.mkdir(mode=0o700, parents=True, exist_ok=True)


def hold(data: Path, patience: float = 3.0) -> int:
    """Hold the folder for this process and its children; the lock's file descriptor.

    The lock is on the folder itself, so that taking it changes nothing on disk, and it
    ends with the last process that has it. Raises Failure if another Rostra has it;
    one that is dying may take up to `patience` seconds to let go.
    """
    lock = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    end = time.monotonic() + patience
    while not _lock(lock):
        holder = running_in(data)
        if holder or time.monotonic() > end:
            os.close(lock)
            named = f", process {holder}" if holder else ""
            raise Failure(f"Rostra is already running on {data}{named}.")
        time.sleep(0.05)
    return lock


def _lock(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            return False
        # Some network file systems have no locks: then there is nothing to hold.
    return True


def running_in(data: Path) -> int | None:
    """The process that wrote its number into the folder, while it lives."""
    try:
        pid = int((data / PID_FILE).read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid


@contextmanager
def signed(data: Path) -> Iterator[None]:
    """Keep this process's number in the folder for as long as the block runs."""
    path = data / PID_FILE
    with writing_to(path):
        path.write_text(f"{os.getpid()}\n")
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()


@contextmanager
def put_back_on_failure(data: Path, unless: str) -> Iterator[None]:
    """If the block fails, remove from the folder what was not in it before.

    Not so if the folder had the file `unless`: what stands beside a database that is
    in use, such as its journal, is never ours to remove.
    """
    existed = data.is_dir()
    before = set(os.listdir(data)) if existed else set()
    try:
        yield
    except BaseException:
        if unless not in before and data.is_dir():
            _remove_all_but(before, data)
        if not existed:
            with suppress(OSError):
                data.rmdir()
        raise


def _remove_all_but(kept: set[str], folder: Path) -> None:
    for path in folder.iterdir():
        if path.name in kept:
            continue
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
