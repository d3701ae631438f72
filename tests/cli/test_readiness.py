"""A start that has nothing to prepare is recognised without loading Django."""

import subprocess
import sys

import pytest
from django.db.migrations.loader import MigrationLoader

from rostra.cli.readiness import is_ready, migrations_on_disk, migrations_replaced
from rostra.site.config import Config
from tests.cli.conftest import environment
from tests.cli.test_snapshots import change

pytestmark = pytest.mark.server


def test_the_files_of_migrations_are_the_migrations_django_knows():
    known = MigrationLoader(None).disk_migrations

    assert migrations_on_disk() == set(known)
    assert migrations_replaced() == {
        old for step in known.values() for old in step.replaces
    }


def test_a_folder_that_was_served_is_ready(folder):
    assert is_ready(Config(data=folder), sample=False)


def test_an_empty_site_is_not_ready_for_the_sample(folder):
    assert not is_ready(Config(data=folder), sample=True)


@pytest.mark.parametrize("name", ["secret.key", "owner-link", "rostra.sqlite3"])
def test_a_folder_that_lacks_a_file_is_not_ready(folder, name):
    (folder / name).unlink()

    assert not is_ready(Config(data=folder), sample=False)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM django_migrations WHERE app = 'web'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('web', '9', '')",
    ],
)
def test_other_migrations_than_the_code_s_are_not_ready(folder, statement):
    change(folder / "rostra.sqlite3", statement)

    assert not is_ready(Config(data=folder), sample=False)


def test_with_a_server_to_ask_nothing_is_taken_for_ready(folder):
    assert not is_ready(Config(data=folder, valkey="redis://x"), sample=False)


def test_finding_out_does_not_load_django(folder):
    program = (
        "import sys; from pathlib import Path; from rostra.cli import readiness;"
        "from rostra.site.config import load;"
        "print(readiness.is_ready(load(), sample=False), 'django.db' in sys.modules)"
    )

    told = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(ROSTRA_DATA=str(folder)),
        capture_output=True,
        text=True,
    )

    assert told.stdout == "True False\n", told
