"""What `rostra doctor` looks at, one function each.

An examination yields what is well, in words, and raises Failure, saying what to do, at
the first thing that is not.
"""

import os
import shutil
import smtplib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from rostra.cli import folders, listening, sqlite_files
from rostra.cli.failures import Failure
from rostra.site import keys
from rostra.site.config import FILE, Config
from rostra.site.databases import SQLITE_FILE
from rostra.site.mail_server import connected, mail_server

Examination = Callable[[Config], Iterator[str]]

_OLDEST_POSTGRESQL = 150_000
_COMFORTABLE_ROOM = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    about: str
    said: str
    is_problem: bool = False


def settings(config: Config) -> Iterator[str]:
    """Which settings were given, and where; their values were checked before."""
    given = sorted(name for name in os.environ if name.startswith("ROSTRA_"))
    yield f"understood ({', '.join(given)})"
    if (config.data / FILE).exists():
        yield f"{config.data / FILE} is read"


def folder(config: Config) -> Iterator[str]:
    """The data folder: there, writable, nobody else's."""
    folders.check_folder(config.data)
    if not config.data.exists():
        yield f"{config.data} is not there yet; rostra serve makes it"
        return
    mode = config.data.stat().st_mode & 0o777
    if mode & 0o007:
        raise Failure(
            f"Everybody on this machine can read {config.data}; "
            f"say: chmod 700 {config.data}"
        )
    yield f"{config.data} can be written to"


def room(config: Config) -> Iterator[str]:
    """Enough room for the database to be copied, and to grow."""
    path = config.data / SQLITE_FILE
    size = sqlite_files.size_of(path) if path.exists() else 0
    needed = 2 * size + _COMFORTABLE_ROOM
    folders.check_room(config.data, needed)
    free = shutil.disk_usage(folders.nearest(config.data)).free
    yield f"{free // 2**20} MB free, {needed // 2**20} MB wanted"


def secret_key(config: Config) -> Iterator[str]:
    """The key is there, long enough, and nobody else can read it."""
    if config.secret_key:
        if len(config.secret_key) < 40:
            raise Failure("ROSTRA_SECRET_KEY is short; give it 40 characters or more.")
        yield "set by the settings"
        return
    path = config.data / keys.FILE
    if not path.exists():
        yield f"{path} is not there yet; rostra serve makes it"
        return
    if path.stat().st_mode & 0o077:
        raise Failure(f"Others can read {path}; say: chmod 600 {path}")
    if len(keys.secret_key(config.data)) < 40:
        raise Failure(
            f"{path} is too short; remove it, and rostra serve makes another."
        )
    yield f"{path} is for the owner's eyes only"


def sqlite(config: Config) -> Iterator[str]:
    """SQLite has what Rostra needs of it."""
    if config.database:
        return
    if sqlite3.sqlite_version_info < (3, 35):
        raise Failure(f"SQLite {sqlite3.sqlite_version} is too old; 3.35 is needed.")
    with sqlite3.connect(":memory:") as database:
        try:
            database.execute("CREATE VIRTUAL TABLE trial USING fts5(text)")
        except sqlite3.OperationalError:
            raise Failure(
                "This Python's SQLite has no full-text search (FTS5); use another build."
            ) from None
    yield f"version {sqlite3.sqlite_version}, with full-text search"


def postgresql(config: Config) -> Iterator[str]:
    """PostgreSQL answers, where it is set, and is new enough."""
    if not config.database:
        return
    try:
        import psycopg
    except ImportError:
        raise Failure(
            "psycopg is not installed; say: pip install rostra[grown]"
        ) from None
    try:
        with psycopg.connect(config.database, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise Failure(
            f"PostgreSQL does not answer; see ROSTRA_DATABASE: {error}"
        ) from None
    if version < _OLDEST_POSTGRESQL:
        raise Failure(f"PostgreSQL {version // 10_000} is too old; 15 is needed.")
    yield f"version {version // 10_000} answers"


def database(config: Config) -> Iterator[str]:
    """The database is whole, and as new as the code."""
    path = config.data / SQLITE_FILE
    if not config.database:
        if not sqlite_files.is_there(path):
            yield f"{path} is not there yet; rostra serve makes it"
            return
        sqlite_files.check(path, patience=float("inf"))
        yield f"{path} is whole ({sqlite_files.size_of(path) / 2**20:.1f} MB)"
    yield from _migrations(config)


def _migrations(config: Config) -> Iterator[str]:
    import django

    from rostra.cli import migrations

    django.setup()
    done = migrations.done(config)
    migrations.check(done)
    missing = migrations.missing(done)
    if missing:
        yield f"{len(missing)} migrations to come; rostra serve copies it and runs them"
    else:
        yield "all migrations are done"


def port(config: Config) -> Iterator[str]:
    """The port is free, or it is this installation that has it."""
    pid = folders.running_in(config.data)
    if pid:
        yield f"Rostra is running on this folder, process {pid}"
        return
    listening.check_port(config.host, config.port, patience=0)
    yield f"{config.port} on {config.host} is free"


def pictures(_config: Config) -> Iterator[str]:
    """What members send as pictures can be drawn anew."""
    from PIL import features

    kinds = {"webp": "WebP", "avif": "AVIF"}
    if missing := [kind for kind in kinds if not features.check(kind)]:
        names = " and ".join(kinds[kind] for kind in missing)
        raise Failure(f"Pillow cannot write {names}; install the one of its makers.")
    yield "can be drawn as WebP and AVIF"


def valkey(config: Config) -> Iterator[str]:
    """Valkey answers, where it is set."""
    if not config.valkey:
        return
    try:
        import redis
    except ImportError:
        raise Failure(
            "redis is not installed; say: pip install rostra[grown]"
        ) from None
    address = config.valkey.replace("valkey://", "redis://", 1)
    try:
        with redis.Redis.from_url(address, socket_connect_timeout=5) as client:
            told = client.info("server")
    except redis.RedisError as error:
        raise Failure(f"Valkey does not answer; see ROSTRA_VALKEY: {error}") from None
    name = told.get("server_name", "redis")
    yield f"{name} {told.get(f'{name}_version', told['redis_version'])} answers"


def mail(config: Config) -> Iterator[str]:
    """The mail server answers and lets us in, where it is set."""
    if not config.smtp:
        yield (
            "is not sent: addresses are not confirmed, and a forgotten password "
            "cannot be set anew; see ROSTRA_SMTP"
        )
        return
    try:
        with closing(connected(config.smtp)):
            yield f"{mail_server(config.smtp).host} takes mail"
    except (OSError, smtplib.SMTPException) as error:
        raise Failure(
            f"The mail server does not answer; see ROSTRA_SMTP: {error}"
        ) from None


EXAMINATIONS: list[tuple[str, Examination]] = [
    ("settings", settings),
    ("folder", folder),
    ("room", room),
    ("secret key", secret_key),
    ("port", port),
    ("pictures", pictures),
    ("valkey", valkey),
    ("mail", mail),
    ("sqlite", sqlite),
    ("postgresql", postgresql),
    ("database", database),
]
