"""A copy of the database before it is migrated."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from rostra.cli import folders, sqlite_files
from rostra.cli.failures import Failure, writing_to
from rostra.site.config import Config
from rostra.site.databases import SQLITE_FILE

FOLDER = "snapshots"


@contextmanager
def snapshot_before(config: Config, migration: str) -> Iterator[None]:
    """Copy the database, say where, and put the copy back if the block fails.

    On PostgreSQL the copy is made by pg_dump, and putting it back is left to a person.
    Raises Failure, before anything is changed, if there is no room or no way.
    """
    if not config.snapshots:
        yield
        return
    copied = _dump(config, migration) if config.database else _copy(config, migration)
    click.echo(f"Before the database is changed it was copied to {copied}")
    try:
        yield
    except BaseException:
        if not config.database:
            from django.db import connections

            connections.close_all()
            sqlite_files.put_back(copied, config.data / SQLITE_FILE)
        raise


def _place(config: Config, migration: str, ending: str) -> Path:
    folder = config.data / FOLDER
    with writing_to(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S")
    return folder / f"{now}-before-{migration}.{ending}"


def _copy(config: Config, migration: str) -> Path:
    source = config.data / SQLITE_FILE
    # Once for the copy, and once for what the migration may write anew.
    folders.check_room(
        config.data, 2 * sqlite_files.size_of(source) + folders.LEAST_ROOM
    )
    place = _place(config, migration, "sqlite3")
    try:
        with writing_to(place):
            sqlite_files.copy(source, place)
    except sqlite3.Error as error:
        raise Failure(
            f"The database could not be copied to {place} ({error}); nothing changed."
        ) from None
    return place


def _dump(config: Config, migration: str) -> Path:
    if not shutil.which("pg_dump"):
        raise Failure(
            "The database must be migrated, and pg_dump is not here to copy it first. "
            "Install the PostgreSQL client, or make a backup yourself and say "
            "--no-snapshot."
        )
    place = _place(config, migration, "pgdump")
    address, secrets = _without_password(config.database)
    told = subprocess.run(
        ["pg_dump", "--format=custom", f"--file={place}", address],
        # Everybody on the machine can read the arguments of a program.
        env={**os.environ, **secrets},
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        place.unlink(missing_ok=True)
        raise Failure(
            f"The database could not be copied to {place} before it is migrated: "
            f"{told.stderr.strip()} Make a backup yourself and say --no-snapshot."
        )
    place.chmod(0o600)
    return place


def _without_password(address: str) -> tuple[str, dict[str, str]]:
    """The address of a database, and in the environment what must not be in it."""
    parts = urlsplit(address)
    if not parts.password:
        return address, {}
    who, _, where = parts.netloc.rpartition("@")
    bare = parts._replace(netloc=f"{who.partition(':')[0]}@{where}")
    return bare.geturl(), {"PGPASSWORD": unquote(parts.password)}
