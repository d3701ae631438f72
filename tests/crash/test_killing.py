"""The server dies in the middle of its work, again and again; nothing acknowledged is lost."""

import http.client
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest

from tests.cli.conftest import environment
from tests.running import Running, run_rostra
from tests.servers import wait_until
from tests.visiting import Visitor, post_numbers, topic_id

pytestmark = [pytest.mark.slow(seconds=90), pytest.mark.server]

# PostgreSQL's files are its own; what is ours to lose there is seen in fewer. Each death
# costs a start: who has time asks for more.
DEATHS = int(os.environ.get("ROSTRA_TEST_DEATHS", "0"))
DEATHS = DEATHS or (8 if "ROSTRA_DATABASE" in os.environ else 15)
SEED = 20260301
# The web processes alone: everything that a start checks first takes a second more.
WEB = (
    "from rostra.site import config; from rostra.cli.supervising import supervise; "
    "supervise(config.load())"
)


class Writer(threading.Thread):
    """Posts one reply after another, and each again until it is acknowledged."""

    def __init__(self, visitor: Visitor, name: str, topics: list[str]) -> None:
        super().__init__(daemon=True)
        self.visitor = visitor
        self.texts = (f"{name} writes line {number}." for number in itertools.count(1))
        self.topics = itertools.cycle(topics)
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self.retried = 0
        self.is_done = threading.Event()

    def run(self) -> None:
        for text, topic in zip(self.texts, self.topics, strict=False):
            while not self._is_posted(topic, text):
                if self.is_done.wait(0.01):
                    return
            if self.is_done.is_set():
                return

    def _is_posted(self, topic: str, text: str) -> bool:
        self.visitor.move()
        try:
            answer = self.visitor.reply(topic, text, client_token=text)
        except (OSError, http.client.HTTPException):
            self.visitor.close()
            self.retried += 1
            return False
        if answer.status == 303:
            self.acknowledged.append(text)
            return True
        self.refused.append(f"{answer.status}: {text}")
        return False


def start_web(rostra: Running) -> subprocess.Popen[bytes]:
    """The server of a folder that was made ready earlier."""
    settings = rostra.settings | {
        "ROSTRA_DATA": str(rostra.folder),
        "ROSTRA_PORT": str(rostra.port),
    }
    return subprocess.Popen(
        [sys.executable, "-c", WEB],
        env=environment(**settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def kill_again_and_again(rostra: Running, writers: list[Writer]) -> list[str]:
    """Kill the server at random moments while they write; what it said in between."""
    chance = random.Random(SEED)
    said = []
    for _ in range(DEATHS):
        server = start_web(rostra)
        assert one_more_is_posted(writers), (server.poll(), writers[0].refused[-3:])
        time.sleep(chance.random() * 0.25)
        # Its web process dies with it, by the kernel's hand.
        server.kill()
        said.append(server.communicate()[1].decode())
    return said


def one_more_is_posted(writers: list[Writer]) -> bool:
    """Wait until the server that was just started has taken something."""
    before = sum(len(writer.acknowledged) for writer in writers)
    return wait_until(lambda: sum(len(w.acknowledged) for w in writers) > before, 30)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """A community of its own that runs, and people who write there."""
    with run_rostra(tmp_path_factory.mktemp("crash") / "data", "--sample") as rostra:
        people = [rostra.visitor().sign_up(f"Writer {n}") for n in range(3)]
        for number in range(3):
            rostra.make_moderator(f"Writer {number}")
        yield rostra, people


@pytest.fixture
def community(crowd):
    """The running community, the people, and two topics without replies."""
    rostra, people = crowd
    yield rostra, people, [people[0].start(f"Topic {n} for a crash") for n in range(2)]
    for person in people:
        person.close()


def rows(rostra: Running, statement: str, *values: object) -> list[tuple]:
    if address := rostra.settings.get("ROSTRA_DATABASE"):
        import psycopg

        with psycopg.connect(address) as database:
            return database.execute(statement.replace("?", "%s"), values).fetchall()
    with closing(sqlite3.connect(rostra.folder / "rostra.sqlite3")) as database:
        return database.execute(statement, values).fetchall()


def assert_all_is_well(rostra: Running, topics: list[str], writers: list[Writer]):
    kept = []
    for topic in topics:
        posts = rows(
            rostra,
            "SELECT number, source FROM forum_post WHERE topic_id = ? ORDER BY number",
            topic_id(topic),
        )
        assert [number for number, _ in posts] == list(range(1, len(posts) + 1))
        ((last,),) = rows(
            rostra, "SELECT last_number FROM forum_topic WHERE id = ?", topic_id(topic)
        )
        assert last == len(posts)
        kept += [source for _, source in posts[1:]]

    acknowledged = [text for writer in writers for text in writer.acknowledged]
    assert [writer.refused for writer in writers] == [[] for _ in writers]
    assert len(kept) == len(set(kept))
    assert set(acknowledged) <= set(kept)
    # One more each at most: written, and killed before the writer was told.
    assert len(set(kept) - set(acknowledged)) <= len(writers)
    if "ROSTRA_DATABASE" not in rostra.settings:
        assert rows(rostra, "PRAGMA integrity_check") == [("ok",)]
        assert rows(rostra, "PRAGMA foreign_key_check") == []
    counted = "SELECT SUM(post_count) FROM {}"
    ((total,),) = rows(rostra, "SELECT COUNT(*) FROM forum_post")
    assert rows(rostra, counted.format("forum_category")) == [(total,)]
    public = """SELECT COUNT(*) FROM forum_post p JOIN forum_topic t ON t.id = p.topic_id
        JOIN forum_category c ON c.id = t.category_id WHERE NOT c.has_own_rights"""
    assert rows(rostra, counted.format("accounts_user")) == rows(rostra, public)


def test_every_acknowledged_post_is_there_once_after_many_deaths(community):
    rostra, people, topics = community
    rostra.stop()
    writers = [
        Writer(copy_of(person), f"Writer {n}", topics)
        for n, person in enumerate(people[:2])
    ]
    for writer in writers:
        writer.start()

    began = time.monotonic()
    said = kill_again_and_again(rostra, writers)
    for writer in writers:
        writer.is_done.set()
        writer.join(20)

    posts = sum(len(writer.acknowledged) for writer in writers)
    seconds = time.monotonic() - began
    print(f"{posts} posts, {DEATHS} deaths, {seconds:.0f} s, seed {SEED}")
    assert "Traceback" not in "".join(said)
    assert_all_is_well(rostra, topics, writers)
    people[0].close()
    rostra.start()
    page = rostra.visitor().get(topics[0])
    assert page.status == 200
    assert post_numbers(page.text) == list(range(1, 21))


def test_many_writers_at_once_get_dense_numbers(community):
    rostra, people, topics = community
    writers = [
        Writer(copy_of(person), f"{n} {hand}", topics)
        for n, person in enumerate(people)
        for hand in ("left", "right")
    ]
    for writer in writers:
        writer.start()

    assert wait_until(lambda: all(len(w.acknowledged) >= 20 for w in writers), 60)

    for writer in writers:
        writer.is_done.set()
        writer.join(20)
    assert_all_is_well(rostra, topics, writers)


def test_a_start_after_a_death_loses_nothing_that_waits_to_be_written(community):
    rostra, people, topics = community
    assert people[0].reply(topics[0], "Just before.").status == 303

    os.kill(rostra.served.process.pid, signal.SIGKILL)
    rostra.served.process.communicate()
    people[0].close()
    rostra.start()

    page = people[0].get(topics[0])
    assert "Just before." in page.text
    assert page.status == 200


def copy_of(visitor: Visitor) -> Visitor:
    """The same person at another device."""
    other = Visitor(visitor.base)
    other.cookies = dict(visitor.cookies)
    return other
