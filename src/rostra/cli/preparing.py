"""Make an installation ready: its key, its database brought up to date, its sample."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import click

from rostra.cli import examinations, sqlite_files
from rostra.cli.failures import Failure, writing_to
from rostra.cli.folders import check_folder, make_folder
from rostra.cli.snapshots import snapshot_before
from rostra.site.config import Config
from rostra.site.databases import SQLITE_FILE
from rostra.site.keys import make_secret_key


def prepare(config: Config, *, sample: bool = False) -> None:
    """Load Django and bring the installation up to date.

    Raises Failure if the database is damaged, newer than this code, too old for it, or
    cannot be written; an existing database is then as it was.
    """
    check_folder(config.data)
    for examine in (examinations.postgresql, examinations.valkey):
        list(examine(config))
    make_folder(config.data)
    _check_database(config)
    with writing_to(config.data):
        make_secret_key(config.data)

    import django

    django.setup()
    with _database_trouble(config):
        _migrate(config)
        _use_stores(config)
        if sample:
            _load_sample()
        _write_owner_link(config)
        _fold_in()


def _check_database(config: Config) -> None:
    path = config.data / SQLITE_FILE
    if not config.database and sqlite_files.is_there(path):
        sqlite_files.check(path)


def _migrate(config: Config) -> None:
    from rostra.cli import migrations

    done = migrations.done(config)
    migrations.check(done)
    missing = migrations.missing(done)
    if not missing:
        migrations.write_down(done)
        return
    if not done:
        migrations.run()
        return
    with snapshot_before(config, ".".join(missing[0])):
        migrations.run()


def _use_stores(config: Config) -> None:
    from rostra.site.stores import use_stores

    with writing_to(config.data):
        use_stores(config)


def _load_sample() -> None:
    from rostra.site.sample import SampleRefused, load_sample

    try:
        load_sample()
    except SampleRefused:
        return  # There is a community already: this is not the first start.
    click.echo("The sample community is loaded.")


def _write_owner_link(config: Config) -> None:
    from rostra.accounts.services.setting_up import owner_link_token

    with writing_to(config.data):
        owner_link_token(config.data)


def _fold_in() -> None:
    """Close the database, so that SQLite folds what was written into its one file."""
    from django.db import connections

    connections.close_all()


@contextmanager
def _database_trouble(config: Config) -> Iterator[None]:
    """Tell what the database refuses as a Failure."""
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise Failure(_why(config, error)) from None


def _why(config: Config, error: Exception) -> str:
    said = " ".join(str(error).split())
    if config.database:
        return f"PostgreSQL does not do its part: {said}"
    path = config.data / SQLITE_FILE
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_IOERR_WRITE):
        return f"There is no room left to write in {path.parent} ({said})."
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return sqlite_files.damage(path, said)
    if code == sqlite3.SQLITE_BUSY:
        return f"Another program is writing to {path}; end it and try again."
    return f"The database {path} cannot be brought up to date: {said}."
