"""Which migrations the database has had, and which the code has. Needs Django loaded."""

from functools import cache
from typing import TYPE_CHECKING

from rostra import __version__
from rostra.cli import sqlite_files
from rostra.cli.failures import Failure
from rostra.site.config import Config
from rostra.site.databases import SQLITE_FILE

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader

Migration = tuple[str, str]
"""App and name, such as ("forum", "0001_begun_anew")."""

LAST_WITH_OLD = "the version of 29 November 2026 (commit 5a30302)"
"""The last that has the old migrations, and brings every older database up to them."""


def done(config: Config) -> set[Migration]:
    """The migrations the database has had; none if there is no database yet."""
    if not config.database:
        path = config.data / SQLITE_FILE
        return (
            sqlite_files.migrations_in(path) if sqlite_files.is_there(path) else set()
        )

    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return set(MigrationRecorder(connection).applied_migrations())


def check(done: set[Migration]) -> None:
    """Raise Failure if the database is newer than this code, or too old for it."""
    strange = sorted(done - {*_loader().disk_migrations, *_replaced()})
    if strange:
        raise Failure(
            f"The database is newer than this Rostra {__version__}: it has the "
            f"migration {'.'.join(strange[0])}. Install the newer version again, or "
            "put the snapshot made before that migration in its place."
        )
    for old in _begun_anew().values():
        lacking = sorted(old - done)
        if lacking and old & done:
            raise Failure(
                "The database is too old for this Rostra: it has not had the migration "
                f"{'.'.join(lacking[0])}. Start {LAST_WITH_OLD} on it once, and then "
                "this one; nothing was changed."
            )


def missing(done: set[Migration]) -> list[Migration]:
    """The migrations of the code that the database has not had, in order."""
    graph = _loader().graph
    wanted = [node for leaf in graph.leaf_nodes() for node in graph.forwards_plan(leaf)]
    begun_anew = _begun_anew()
    return [
        node
        for node in dict.fromkeys(wanted)
        if not begun_anew.get(node, {node}) <= done
    ]


def write_down(done: set[Migration]) -> None:
    """Where none is missing, note as done those that stand for old ones."""
    if done >= {*_loader().disk_migrations}:
        return

    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    MigrationExecutor(connection).check_replacements()


def run() -> None:
    """Migrate the database; raises DatabaseError if it cannot."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _replaced() -> set[Migration]:
    return {name for old in _begun_anew().values() for name in old}


def _begun_anew() -> dict[Migration, set[Migration]]:
    """Each migration that stands for old ones, and which: see decision 0022.

    Where it has been done, the old ones are noted, too: Django goes by them alone.
    """
    steps = _loader().disk_migrations.items()
    return {name: set(step.replaces) for name, step in steps if step.replaces}


@cache
def _loader() -> "MigrationLoader":
    from django.db.migrations.loader import MigrationLoader

    return MigrationLoader(None)
