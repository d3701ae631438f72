"""The same command on PostgreSQL and Valkey: settings only."""

import os

import pytest

from tests.cli.test_begun_anew import FORGET_NEW, NOTED
from tests.cli.test_running import read
from tests.servers import own_database, start_valkey

pytestmark = pytest.mark.server


@pytest.fixture
def postgresql():
    """The address of an empty database on the server that the tests run on."""
    address = os.environ.get("ROSTRA_DATABASE")
    if not address:
        pytest.skip("ROSTRA_DATABASE is not set")
    psycopg = pytest.importorskip("psycopg")
    with own_database(address) as own:
        name = own.partition("?")[0].rpartition("/")[2]
        yield psycopg.conninfo.make_conninfo(address, dbname=name), own


def test_it_runs_on_valkey(run, serve, folder, port, tmp_path):
    with start_valkey(tmp_path) as address:
        served = serve(folder, ROSTRA_VALKEY=address)

        assert read(port)
        examined = run("doctor", "--data", folder, ROSTRA_VALKEY=address)
        assert "valkey" in examined.stdout
        assert examined.returncode == 0, examined
        assert served.stop()[0] == 0


def test_valkey_that_does_not_answer_is_told_in_one_line(run, folder, port, tmp_path):
    ended = run(
        *("serve", "--data", folder, "--port", port),
        ROSTRA_VALKEY=f"unix://{tmp_path}/nothing",
    )

    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert "ROSTRA_VALKEY" in line


def test_it_runs_on_postgresql(run, serve, port, tmp_path, postgresql):
    _, address = postgresql
    served = serve(tmp_path / "data", ROSTRA_DATABASE=address)

    assert "/set-up/" in served.told
    assert not (tmp_path / "data" / "rostra.sqlite3").exists()
    examined = run("doctor", "--data", tmp_path / "data", ROSTRA_DATABASE=address)
    assert "migrations are done" in examined.stdout
    assert examined.returncode == 0, examined
    assert served.stop()[0] == 0


def test_postgresql_is_copied_before_it_is_migrated(serve, tmp_path, postgresql):
    import psycopg

    about, address = postgresql
    serve(tmp_path / "data", ROSTRA_DATABASE=address).stop()
    with psycopg.connect(about) as database:
        database.execute("DROP TABLE web_site")
        database.execute("DELETE FROM django_migrations WHERE app = 'web'")

    served = serve(tmp_path / "data", ROSTRA_DATABASE=address)

    (snapshot,) = (tmp_path / "data" / "snapshots").iterdir()
    assert str(snapshot) in served.told
    assert snapshot.read_bytes().startswith(b"PGDMP")


def test_postgresql_that_is_newer_than_the_code_is_refused(
    run, serve, port, tmp_path, postgresql
):
    import psycopg

    about, address = postgresql
    serve(tmp_path / "data", ROSTRA_DATABASE=address).stop()
    with psycopg.connect(about) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('forum', '9999_from_tomorrow', now())"
        )

    ended = run(
        *("serve", "--data", tmp_path / "data", "--port", port),
        ROSTRA_DATABASE=address,
    )

    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert "forum.9999_from_tomorrow" in line


def test_postgresql_that_had_the_old_migrations_goes_on(
    run, serve, tmp_path, postgresql
):
    import psycopg

    about, address = postgresql
    serve(tmp_path / "data", ROSTRA_DATABASE=address).stop()
    with psycopg.connect(about) as database:
        noted = {*database.execute(NOTED).fetchall()}
        database.execute(FORGET_NEW)

    served = serve(tmp_path / "data", ROSTRA_DATABASE=address)

    assert "copied" not in served.told
    assert not (tmp_path / "data" / "snapshots").exists()
    with psycopg.connect(about) as database:
        assert {*database.execute(NOTED).fetchall()} == noted
    examined = run("doctor", "--data", tmp_path / "data", ROSTRA_DATABASE=address)
    assert "all migrations are done" in examined.stdout


def test_postgresql_with_a_part_of_the_old_migrations_is_refused(
    run, serve, port, tmp_path, postgresql
):
    import psycopg

    about, address = postgresql
    serve(tmp_path / "data", ROSTRA_DATABASE=address).stop()
    with psycopg.connect(about) as database:
        database.execute(FORGET_NEW)
        database.execute("DELETE FROM django_migrations WHERE name = '0025_publishers'")
        noted = database.execute(NOTED).fetchall()

    ended = run(
        *("serve", "--data", tmp_path / "data", "--port", port),
        ROSTRA_DATABASE=address,
    )

    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert "forum.0025_publishers" in line
    assert "5a30302" in line
    with psycopg.connect(about) as database:
        assert database.execute(NOTED).fetchall() == noted


def test_postgresql_that_does_not_answer_is_told_in_one_line(run, port, tmp_path):
    ended = run(
        *("serve", "--data", tmp_path / "data", "--port", port),
        ROSTRA_DATABASE=f"postgresql://127.0.0.1:{port}/nothing",
    )

    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert "PostgreSQL" in line
    assert not (tmp_path / "data").exists()
