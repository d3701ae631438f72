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
"""App and name, such as ("forum", "0001_initial")."""


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


def check_known(done: set[Migration]) -> None:
    """Raise Failure if the database has had a migration that this code has not."""
    strange = sorted(done - _known())
    if strange:
        raise Failure(
            f"The database is newer than this Rostra {__version__}: it has the "
            f"migration {'.'.join(strange[0])}. Install the newer version again, or "
            "put the snapshot made before that migration in its place."
        )


def missing(done: set[Migration]) -> list[Migration]:
    """The migrations of the code that the database has not had, in order."""
    graph = _loader().graph
    wanted = [node for leaf in graph.leaf_nodes() for node in graph.forwards_plan(leaf)]
    return [node for node in dict.fromkeys(wanted) if node not in done]


def run() -> None:
    """Migrate the database; raises DatabaseError if it cannot."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def _known() -> set[Migration]:
    on_disk = _loader().disk_migrations
    replaced = (old for new in on_disk.values() for old in new.replaces)
    return {*on_disk, *replaced}


@cache
def _loader() -> "MigrationLoader":
    from django.db.migrations.loader import MigrationLoader

    return MigrationLoader(None)
