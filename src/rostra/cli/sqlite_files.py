"""The SQLite file of an installation, read and copied without Django.

Looking at a database must change nothing on disk: not even the two files that SQLite
puts beside one in WAL mode.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from rostra.cli.failures import Failure

_MAGIC = b"SQLite format 3\x00"  # https://www.sqlite.org/fileformat2.html#magic


def is_there(path: Path) -> bool:
    """Whether there is a database. An empty file is none: a start was cut short."""
    return path.is_file() and path.stat().st_size > 0


@contextmanager
def looking_at(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads; raises Failure if the database is damaged."""
    wal = path.with_name(path.name + "-wal")
    # What nobody writes to can be read as if on a CD; SQLite then makes no files.
    how = "ro" if is_there(wal) else "ro&immutable=1"
    address = f"file:{quote(str(path.absolute()))}?mode={how}"
    try:
        with closing(sqlite3.connect(address, uri=True)) as database:
            yield database
    except sqlite3.DatabaseError as error:
        raise Failure(damage(path, error)) from None


def check(path: Path, patience: float = 0.5) -> None:
    """Raise Failure if the database is damaged, as far as `patience` seconds show.

    `rostra doctor` looks at all of it.
    """
    with open(path, "rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise Failure(damage(path, "it does not begin as one"))
    if found := first_damage(path, patience):
        raise Failure(damage(path, found))


def first_damage(path: Path, patience: float = float("inf")) -> str:
    """What is wrong in the database, or nothing; looks for `patience` seconds."""
    with looking_at(path) as database:
        # Not a progress handler: SQLite checks a whole table in one step of its program.
        end = threading.Timer(min(patience, threading.TIMEOUT_MAX), database.interrupt)
        end.daemon = True
        end.start()
        try:
            (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                return ""
            raise
        finally:
            end.cancel()
    return "" if found == "ok" else str(found)


def damage(path: Path, found: object) -> str:
    """The sentence that says a database is damaged, and what to do."""
    return (
        f"{path} is damaged or is no database ({found}). Put a backup or a snapshot "
        f"from {path.parent / 'snapshots'} in its place; Rostra has changed nothing."
    )


def migrations_in(path: Path) -> set[tuple[str, str]]:
    """The migrations the database has had: (app, name)."""
    with looking_at(path) as database:
        has_table = database.execute(
            "SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'"
        ).fetchone()
        if not has_table:
            return set()
        return set(database.execute("SELECT app, name FROM django_migrations"))


def size_of(path: Path) -> int:
    """Bytes of the database, with what is written but not yet folded in."""
    wal = path.with_name(path.name + "-wal")
    return path.stat().st_size + (wal.stat().st_size if wal.exists() else 0)


def copy(path: Path, to: Path) -> None:
    """Copy a database, whole even while others write to it; all or nothing.

    Raises OSError or sqlite3.Error if it cannot be written.
    """
    part = to.with_name(to.name + ".part")
    try:
        with (
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
        _flush(part)
        part.rename(to)
        _flush(to.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def put_back(snapshot: Path, path: Path) -> None:
    """Make a snapshot the database again; nobody may have it open."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    snapshot.replace(path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
