"""The database's shape is what the models say, and every step can be taken back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = ("web", "accounts", "forum", "news", "evidence", "transfer")
_BACK_AND_FORTH = """
import django
django.setup()
from django.core.management import call_command
for app in reversed({apps!r}):
    call_command("migrate", app, "zero", verbosity=0, interactive=False)
call_command("migrate", verbosity=0, interactive=False)
"""


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_migration_can_be_undone():
    steps = MigrationLoader(None).disk_migrations
    ours = {key: step for key, step in steps.items() if key[0] in OURS}

    assert ours
    assert [
        f"{app}.{name}: {operation.describe()}"
        for (app, name), step in ours.items()
        for operation in step.operations
        if not operation.reversible
    ] == []


@pytest.mark.slow(seconds=40)
def test_migrations_go_back_to_nothing_and_forth_again(tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ROSTRA_")}
    environment |= {
        "ROSTRA_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "rostra.site.settings",
        "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
    }
    migrate = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"
    for script in (migrate, _BACK_AND_FORTH.format(apps=OURS)):
        told = subprocess.run(
            [sys.executable, "-c", script],
            env=environment,
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stderr
