"""One Rostra with the sample community, for every test that visits a real one."""

import contextlib
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.sample import sample_made
from tests.servers import free_port, own_database
from tests.visiting import Visitor

SETTINGS = {"ROSTRA_TRUSTED_PROXIES": "1"}


class Running:
    """A Rostra that runs as a process of its own, and can be ended and started again."""

    def __init__(self, folder: Path, *options: str, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.settings = SETTINGS | settings
        self.served: Any = None
        self.told = ""
        self.said: list[str] = []
        """What it logged, over all its starts."""
        self.start(*options)

    def start(self, *options: str) -> None:
        """Start it on the same folder and port, and wait until it answers."""
        from tests.cli.conftest import Served

        self.served = Served(self.folder, self.port, *options, **self.settings)
        self.told = self.served.told
        # A log that nobody reads fills its pipe, and the next line would wait for ever.
        log, self.served.process.stderr = self.served.process.stderr, None
        threading.Thread(target=self.said.extend, args=(log,), daemon=True).start()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, and read what it had to say."""
        self.served.process.send_signal(how)
        self.served.process.communicate(timeout=20)

    def restart(self) -> None:
        """End it in order, and start it again."""
        self.stop()
        self.start()

    def make_moderator(self, name: str) -> None:
        """Give a member the moderator's rank, whom no limits on pace hold back."""
        self._give_rank(name, "moderator")

    def make_owner(self, name: str) -> None:
        """Make a member an owner of the site."""
        self._give_rank(name, "owner")

    def make_placeholder(self, name: str, password: str) -> None:
        """Make a member what an import leaves: an account with its old forum's hash."""
        self._update(f"password = '{password}', is_placeholder = true", name)

    def _give_rank(self, name: str, rank: str) -> None:
        self._update(f"role = '{rank}'", name)

    def _update(self, what: str, name: str) -> None:
        statement = f"UPDATE accounts_user SET {what} WHERE name = {{}}"
        if address := self.settings.get("ROSTRA_DATABASE"):
            import psycopg

            with psycopg.connect(address) as database:
                database.execute(statement.format("%s"), (name,))
        else:
            path = self.folder / "rostra.sqlite3"
            with closing(sqlite3.connect(path)) as database, database:
                database.execute(statement.format("?"), (name,))

    def visitor(self) -> Visitor:
        """Somebody new, from an address of their own."""
        return Visitor(self.base)


@contextlib.contextmanager
def run_rostra(folder: Path, *options: str, **settings: str) -> Iterator[Running]:
    """A Rostra in this folder, which is not there yet, on the kind of database that the
    tests run on; with `--sample` on a copy of the community that the run has made."""
    made, like = sample_made() if "--sample" in options else (None, "")
    if made:
        shutil.copytree(made, folder)
    with contextlib.ExitStack() as around:
        if address := os.environ.get("ROSTRA_DATABASE"):
            database = around.enter_context(own_database(address, like))
            settings = {"ROSTRA_DATABASE": database, **settings}
        rostra = Running(folder, *options, **settings)
        try:
            yield rostra
        finally:
            if rostra.served.process.poll() is None:
                rostra.stop()


@pytest.fixture(scope="session")
def rostra(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The sample community, served; tests add to it and take nothing away."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    with run_rostra(folder, "--sample") as running:
        yield running
    failures = [
        line for line in running.said if "Traceback" in line or "failed" in line
    ]
    assert failures == [], "".join(running.said)[-5000:]


@pytest.fixture
def visitor(rostra: Running) -> Iterator[Visitor]:
    """Somebody who has not signed in."""
    somebody = rostra.visitor()
    yield somebody
    somebody.close()
