"""A database that had the old migrations goes on with those that stand for them."""

import pytest

from rostra.cli.readiness import is_ready, migrations_on_disk
from rostra.site.config import Config
from tests.cli.conftest import contents
from tests.cli.test_failing_to_start import assert_one_line
from tests.cli.test_snapshots import change, rows

pytestmark = pytest.mark.server

FORGET_NEW = "DELETE FROM django_migrations WHERE name = '0001_begun_anew'"
SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
NOTED = "SELECT app, name FROM django_migrations"


@pytest.fixture
def old(folder):
    """A folder whose database has had all of the old migrations, and no new one."""
    change(folder / "rostra.sqlite3", FORGET_NEW)
    return folder


def test_nothing_but_the_names_of_the_new_ones_is_written(serve, old):
    path = old / "rostra.sqlite3"
    schema, noted = rows(path, SCHEMA), rows(path, NOTED)
    assert not is_ready(Config(data=old), sample=False)

    served = serve(old)
    served.stop()

    assert "copied" not in served.told
    assert not (old / "snapshots").exists()
    assert rows(path, SCHEMA) == schema
    assert {*rows(path, NOTED)} == {*noted} | migrations_on_disk()
    assert is_ready(Config(data=old), sample=False)


def test_the_doctor_finds_nothing_to_do(run, old, port):
    before = contents(old)

    examined = run("doctor", "--data", old, ROSTRA_PORT=str(port))

    assert "all migrations are done" in examined.stdout
    assert examined.returncode == 0, examined
    assert contents(old) == before


def test_one_that_came_after_is_run_as_any_other(serve, old):
    path = old / "rostra.sqlite3"
    change(
        path,
        *(
            f"ALTER TABLE news_feedentry DROP COLUMN {name}"
            for name in ("approved_at", "version", "version_at")
        ),
        "DROP INDEX feed_removed",
        "ALTER TABLE news_feed DROP COLUMN removed_at",
        "ALTER TABLE news_outlet DROP COLUMN outlets",
        "DELETE FROM django_migrations WHERE name IN"
        " ('0002_versions_and_addresses', '0003_outlets_and_removals')",
    )

    served = serve(old)

    (snapshot,) = (old / "snapshots").iterdir()
    assert str(snapshot) in served.told
    assert "before-news.0002_versions_and_addresses" in snapshot.name
    assert rows(path, "SELECT version, version_at FROM news_feedentry") == []


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_a_part_of_the_old_ones_is_refused_with_what_to_do(run, old, port, command):
    path = old / "rostra.sqlite3"
    change(path, "DELETE FROM django_migrations WHERE name = '0025_publishers'")
    before = contents(old)

    ended = run(command, "--data", old, ROSTRA_PORT=str(port))

    words = ["too old", "forum.0025_publishers", "29 November 2026", "5a30302"]
    if command == "serve":
        assert_one_line(ended, *words)
    assert ended.returncode == 1
    assert all(word in ended.stdout + ended.stderr for word in words)
    assert contents(old) == before
