"""Where rows are kept: Django's DATABASES, made from the installation's settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rostra.site.config import Config

SQLITE_FILE = "rostra.sqlite3"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-8000; "
    "PRAGMA temp_store=MEMORY"
)


def database(config: Config) -> dict[str, Any]:
    """The one database: PostgreSQL where it is set, else SQLite in the data folder."""
    return _postgresql(config) if config.database else _sqlite(config)


def _sqlite(config: Config) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": config.data / SQLITE_FILE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": _PRAGMAS,
        },
    }


def _postgresql(config: Config) -> dict[str, Any]:
    parts = urlsplit(config.database)
    # One connection for each thread that makes pages, one for what is counted in memory
    # and written in batches, and one for the threads that ask other sites: those hold
    # none while they wait, and write in turn.
    pool = {"min_size": 1, "max_size": config.threads + 2, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": pool, **dict(parse_qsl(parts.query))},
    }
