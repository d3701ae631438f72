"""Where the tests keep things: a folder of their own, and the database asked for.

`ROSTRA_TEST_ON=postgresql pytest` runs on PostgreSQL all that a database has to do with. pyproject.toml
loads this with `-p`, because settings are read before any conftest.py is.
"""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample import forget_sample
from tests.servers import start_postgresql

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Choose folder and database before Django's settings are loaded."""
    # The processes of pytest-xdist inherit what the first process chose.
    if "PYTEST_XDIST_WORKER" not in os.environ and not _only_tells(early_config):
        started = contextlib.ExitStack()
        early_config.add_cleanup(started.close)
        _choose_folder(started)
        _choose_database(started)
    return (yield)


def _only_tells(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    return bool(getattr(options, "help", False) or getattr(options, "version", 0))


def _choose_folder(started: contextlib.ExitStack) -> None:
    folder = tempfile.TemporaryDirectory(prefix="rostra-tests-")
    os.environ["ROSTRA_DATA"] = started.enter_context(folder)
    # What all processes of the run have together.
    folder = tempfile.TemporaryDirectory(prefix="rostra-shared-")
    os.environ["ROSTRA_TEST_SHARED"] = started.enter_context(folder)


def _choose_database(started: contextlib.ExitStack) -> None:
    wanted = os.environ.get("ROSTRA_TEST_ON", "")
    if wanted not in ("", SQLITE, POSTGRESQL):
        raise pytest.UsageError(
            f"ROSTRA_TEST_ON must be {SQLITE} or {POSTGRESQL}, not {wanted!r}"
        )
    if wanted == POSTGRESQL:
        try:
            address = started.enter_context(start_postgresql())
        except RuntimeError as error:
            raise pytest.UsageError(str(error)) from None
        os.environ["ROSTRA_DATABASE"] = address
        shared = Path(os.environ["ROSTRA_TEST_SHARED"])
        started.callback(forget_sample, shared)
    elif wanted == SQLITE:
        os.environ.pop("ROSTRA_DATABASE", None)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """On PostgreSQL, leave out what has been seen on SQLite and cannot be otherwise."""
    if "ROSTRA_DATABASE" not in os.environ:
        return
    left_out = [item for item in items if not _concerns_the_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _concerns_the_database(item)]


def _concerns_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("once"):
        return False
    has_script = getattr(item, "callspec", None) and item.callspec.params.get(
        "has_script"
    )
    if has_script:
        # The same story is told without script, and sends the same forms.
        return False
    fixtures: set[str] = set(getattr(item, "fixturenames", ()))
    is_told = item.get_closest_marker("django_db") or item.get_closest_marker("server")
    return bool(is_told or fixtures & {"db", "transactional_db"})
