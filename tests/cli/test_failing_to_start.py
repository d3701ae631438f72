"""Whatever stops a start is told in one line, and changes nothing."""

import os
import resource
import shutil
import socket
import sqlite3
from contextlib import closing

import pytest

from tests.cli.conftest import contents

pytestmark = pytest.mark.server


def assert_one_line(ended, *words: str) -> None:
    assert ended.returncode == 1, ended
    assert ended.stdout == ""
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("rostra: ")
    for word in words:
        assert word in lines[0]


def test_the_port_is_taken(run, port, tmp_path):
    with socket.create_server(("127.0.0.1", port)):
        ended = run("serve", "--data", tmp_path / "data", "--port", port)

    assert_one_line(ended, f"Port {port}", "taken", "--port")
    assert not (tmp_path / "data").exists()


def test_there_is_no_such_host(run, port, tmp_path):
    ended = run(
        "serve", "--data", tmp_path / "data", "--port", port, "--host", "no.invalid"
    )

    assert_one_line(ended, "no host called no.invalid")
    assert not (tmp_path / "data").exists()


def test_the_data_folder_is_a_file(run, port, tmp_path):
    (tmp_path / "data").write_text("mine")

    ended = run("serve", "--data", tmp_path / "data", "--port", port)

    assert_one_line(ended, "is a file")
    assert (tmp_path / "data").read_text() == "mine"


def without_the_powers_of_root() -> list[str]:
    """A prefix that makes root heed the permissions of files."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere, and setpriv is not installed")
    dropped = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}"]


def test_the_data_folder_cannot_be_written_to(run, port, folder):
    folder.chmod(0o500)
    before = contents(folder)

    ended = run(
        "serve", "--data", folder, "--port", port, before=without_the_powers_of_root()
    )

    folder.chmod(0o700)
    assert_one_line(ended, "cannot be written to")
    assert contents(folder) == before


def test_the_data_folder_cannot_be_made(run, port, tmp_path):
    tmp_path.chmod(0o500)

    ended = run(
        "serve",
        *("--data", tmp_path / "data", "--port", port),
        before=without_the_powers_of_root(),
    )

    tmp_path.chmod(0o700)
    assert_one_line(ended, "cannot be made")
    assert not (tmp_path / "data").exists()


def files_of_at_most(size: int):
    """Writes beyond this size fail, as they do on a disk that is full."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [0, 100, 60_000])
def test_the_disk_is_full_on_the_first_start(run, port, tmp_path, size):
    ended = run(
        "serve",
        "--data",
        tmp_path / "data",
        "--port",
        port,
        limit=files_of_at_most(size),
    )

    assert_one_line(ended, "no room")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"ROSTRA_PORT": "abc"},
            ["ROSTRA_PORT must be a whole number between 1 and 65535, not 'abc'"],
        ),
        ({"ROSTRA_WORKERS": "0"}, ["ROSTRA_WORKERS", "between 1 and 64"]),
        ({"ROSTRA_PROT": "1"}, ["ROSTRA_PROT", "did you mean ROSTRA_PORT?"]),
        ({"ROSTRA_DATABASE": "mysql://x"}, ["ROSTRA_DATABASE", "postgresql://"]),
    ],
)
def test_a_setting_is_unknown_or_of_the_wrong_kind(run, tmp_path, settings, words):
    ended = run("serve", "--data", tmp_path / "data", **settings)

    assert_one_line(ended, *words)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prot = 1", ["rostra.toml: prot", "did you mean"]),
        ('port = "x"', ["rostra.toml: port", "whole number"]),
        ("port = ", ["rostra.toml", "cannot be read"]),
        ('data = "/x"', ["data cannot be set there"]),
    ],
)
def test_the_settings_file_is_wrong(run, folder, text, words):
    (folder / "rostra.toml").write_text(text)

    ended = run("serve", "--data", folder)

    assert_one_line(ended, *words)


def test_the_database_is_newer_than_the_code(run, port, folder):
    with closing(sqlite3.connect(folder / "rostra.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('forum', '9999_from_tomorrow', '2030-01-01')"
        )
    before = contents(folder)

    ended = run("serve", "--data", folder, "--port", port)

    assert_one_line(ended, "newer", "forum.9999_from_tomorrow")
    assert contents(folder) == before


@pytest.mark.parametrize("damage", ["not one", "cut short", "scribbled on"])
def test_the_database_is_damaged(run, port, folder, damage):
    path = folder / "rostra.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(
        {
            "not one": b"These are holiday pictures." * 999,
            "cut short": whole[: len(whole) // 2],
            "scribbled on": whole[:4096] + b"\xff" * 8192 + whole[12288:],
        }[damage]
    )
    before = contents(folder)

    ended = run("serve", "--data", folder, "--port", port)

    assert_one_line(ended, "damaged", "snapshots")
    assert contents(folder) == before


def test_the_folder_is_in_use(run, serve, folder, port):
    served = serve(folder)

    ended = run("serve", "--data", folder, "--port", port + 1)

    assert_one_line(ended, "already running", f"process {served.process.pid}")
