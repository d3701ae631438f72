"""The sample community, made once in a test run and copied for whoever visits one.

To make it takes half a minute of a processor, and a dozen files of tests want one each.
The first process that gets there begins with it when its tests begin; pyproject.toml loads
this with `-p`.
"""

import fcntl
import os
import shutil
import threading
from pathlib import Path

import pytest

from tests.servers import drop_database, free_port, make_database

_begun: list[threading.Thread] = []


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin with it, if a test of this run visits it."""
    asked = (getattr(item, "fixturenames", ()) for item in session.items)
    if (
        any("rostra" in names for names in asked)
        and not session.config.option.collectonly
    ):
        # Whoever wants it waits for it, and hears what went wrong.
        _begun.append(threading.Thread(target=sample_made))
        _begun[-1].start()


def pytest_sessionfinish() -> None:
    """Leave no process behind."""
    for thread in _begun:
        thread.join()


def sample_made() -> tuple[Path, str]:
    """Data folder and database address (`""` where a file in the folder is it) of the
    community, to be copied and not used. One process makes it, and others wait."""
    shared = Path(os.environ["ROSTRA_TEST_SHARED"])
    database = shared / "database"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "sample").exists():
            if server := os.environ.get("ROSTRA_DATABASE"):
                database.write_text(make_database(server))
            _make(shared / "begun", database.read_text() if server else "")
            (shared / "begun").rename(shared / "sample")
    return shared / "sample", database.read_text() if database.exists() else ""


def _make(folder: Path, database: str) -> None:
    from tests.cli.conftest import Served

    shutil.rmtree(folder, ignore_errors=True)
    settings = {"ROSTRA_DATABASE": database} if database else {}
    served = Served(folder, free_port(), "--sample", **settings)
    served.process.terminate()
    _, log = served.process.communicate()
    assert "Traceback" not in log, log


def forget_sample(shared: Path) -> None:
    """Drop the database that copies were made of; at the end of a run."""
    if (shared / "database").exists():
        made = (shared / "database").read_text()
        drop_database(made, os.environ["ROSTRA_DATABASE"])
