"""Many write and read at once, and nobody ever sees a page older than an acknowledged
write, nor one made for somebody else."""

import contextlib
import http.client
import random
import sqlite3
import threading
import time

import pytest

from tests.servers import start_valkey
from tests.web.front.conftest import make_files, running

pytestmark = pytest.mark.server

TOPICS = range(1, 4)
SECONDS, MOST_SECONDS = 2.5, 60


class Witness:
    """What was acknowledged, and everything that was seen and must not have been."""

    def __init__(self):
        self.acknowledged = dict.fromkeys(TOPICS, 0)
        self.wrong = []
        self.pages = 0
        self._lock = threading.Lock()
        self._began = time.monotonic()

    def write(self, ask):
        """Write to a topic, see the page oneself, and remember what was acknowledged."""
        topic = random.choice(TOPICS)
        number, _ = ask("POST", topic, None)
        with self._lock:
            newest = max(self.acknowledged[topic], number)
            self.acknowledged[topic] = newest
        self.read(ask, topic, None)
        time.sleep(random.choice((0, 0, 0.03)))

    def read(self, ask, topic, name):
        """Read a topic as a member of this name, or as a guest, and check the page."""
        least = self.acknowledged[topic]
        number, who = ask("GET", topic, name)
        with self._lock:
            self.pages += 1
            if number < least:
                self.wrong.append(f"topic {topic}: {number} after {least} for {who}")
            if who != (name or "guests"):
                self.wrong.append(f"{name or 'a guest'} got the page for {who}")

    def go_on(self, work):
        """Do something again and again, on one connection, until time is up."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(line):
            while not self._is_over():
                try:
                    work(lambda *asked: _ask(line, *asked))
                except (AssertionError, OSError, http.client.HTTPException) as error:
                    self.wrong.append(repr(error))

    def _is_over(self):
        """After a while, once enough was seen; a busy machine may need longer."""
        took = time.monotonic() - self._began
        has_enough = self.pages > 200 and min(self.acknowledged.values()) > 5
        return self.wrong or took > (SECONDS if has_enough else MOST_SECONDS)

    def guest(self, ask):
        self.read(ask, random.choice(TOPICS), None)

    def member(self, ask):
        self.read(ask, random.choice(TOPICS), f"member{random.randrange(3)}")


def _ask(line, method, topic, name):
    headers = {"Cookie": f"sessionid={name}"} if name else {}
    line.request(method, f"/topic/{topic}", headers=headers)
    response = line.getresponse()
    text = response.read().decode().strip()
    assert response.status == 200, text
    number, _, who = text.partition(" for ")
    return int(number), who


def watch(port):
    """Let eight guests, two members and three writers loose on a server."""
    witness = Witness()
    witness.port = port
    kinds = [witness.guest] * 8 + [witness.member] * 2 + [witness.write] * 3
    threads = [threading.Thread(target=witness.go_on, args=(kind,)) for kind in kinds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return witness


@pytest.fixture
def folder(tmp_path):
    make_files(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "topics.sqlite3")) as database:
        # As Rostra does before its workers start: when several connections turn a file
        # to WAL at once, SQLite refuses all but one.
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE topic (id INTEGER PRIMARY KEY, number INTEGER)")
        database.executemany("INSERT INTO topic VALUES (?, 0)", [(n,) for n in TOPICS])
        database.commit()
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_on_one_machine(folder, workers):
    settings = {"TOPIC_APP_FOLDER": str(folder)}
    with running("topic_app:front", folder, workers=workers, **settings) as served:
        witness = watch(served.port)

    assert witness.wrong == [], served.log
    assert witness.pages > 200
    assert min(witness.acknowledged.values()) > 5


@pytest.mark.slow
def test_with_valkey_between_processes(folder):
    with start_valkey(folder) as url:
        settings = {"TOPIC_APP_FOLDER": str(folder), "TOPIC_APP_VALKEY": url}
        with running("topic_app:front", folder, workers=2, **settings) as served:
            witness = watch(served.port)

    assert witness.wrong == [], served.log
    assert witness.pages > 200
    assert min(witness.acknowledged.values()) > 5
