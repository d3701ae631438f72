"""Before a database is migrated it is copied, and the copy is good."""

import sqlite3
from contextlib import closing

import pytest

from rostra.cli.snapshots import _without_password
from tests.cli.conftest import contents
from tests.cli.test_failing_to_start import assert_one_line

pytestmark = pytest.mark.server


def rows(path, query):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def change(path, *statements):
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


@pytest.fixture
def older(folder):
    """A folder whose database has not had the migration of an app."""
    change(
        folder / "rostra.sqlite3",
        "DROP TABLE web_site",
        "DELETE FROM django_migrations WHERE app = 'web'",
        "CREATE TABLE keepsake (text)",
        "INSERT INTO keepsake VALUES ('here before')",
    )
    return folder


def test_an_older_database_is_copied_and_then_migrated(serve, older):
    served = serve(older)

    (snapshot,) = (older / "snapshots").iterdir()
    assert str(snapshot) in served.told
    assert "before-web.0001_begun_anew" in snapshot.name
    assert rows(snapshot, "PRAGMA integrity_check") == [("ok",)]
    assert rows(snapshot, "SELECT text FROM keepsake") == [("here before",)]
    assert not rows(snapshot, "SELECT 1 FROM django_migrations WHERE app = 'web'")
    assert rows(older / "rostra.sqlite3", "SELECT count(*) FROM web_site") == [(0,)]


def test_nothing_is_copied_when_there_is_nothing_to_migrate(serve, folder):
    serve(folder)

    assert not (folder / "snapshots").exists()


def test_a_copy_can_be_declined(serve, older):
    serve(older, "--no-snapshot")

    assert not (older / "snapshots").exists()
    assert rows(older / "rostra.sqlite3", "SELECT count(*) FROM web_site") == [(0,)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(run, port, folder):
    path = folder / "rostra.sqlite3"
    change(path, "DELETE FROM django_migrations WHERE app IN ('web', 'forum')")
    before = rows(path, "SELECT type, name, sql FROM sqlite_master ORDER BY name")

    ended = run("serve", "--data", folder, "--port", port)

    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    after = rows(path, "SELECT type, name, sql FROM sqlite_master ORDER BY name")
    assert after == before
    assert not rows(path, "SELECT 1 FROM django_migrations WHERE app = 'web'")


def test_no_room_for_a_copy_means_no_migration(run, port, older):
    from tests.cli.test_failing_to_start import files_of_at_most

    before = contents(older)

    ended = run(
        "serve", "--data", older, "--port", port, limit=files_of_at_most(60_000)
    )

    assert_one_line(ended, "could not be copied")
    assert contents(older) == before


@pytest.mark.parametrize(
    ("address", "bare", "secrets"),
    [
        ("postgresql:///forum?host=/run", "postgresql:///forum?host=/run", {}),
        ("postgresql://me@db/forum", "postgresql://me@db/forum", {}),
        (
            "postgresql://me:hu%20sh@db:5433/forum?sslmode=require",
            "postgresql://me@db:5433/forum?sslmode=require",
            {"PGPASSWORD": "hu sh"},
        ),
    ],
)
def test_the_password_of_a_database_is_no_argument(address, bare, secrets):
    assert _without_password(address) == (bare, secrets)
