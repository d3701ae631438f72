"""What comes in twice at the same moment is here once: on each database, by a lock."""

import os
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from rostra.forum.models import Topic
from rostra.forum.services.editing import ChangedMeanwhile
from rostra.news.models import FeedEntry, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services import following, placing, starting_links, taking_in
from rostra.news.services.approving import publish_entry
from rostra.news.services.starting_links import Linked, start_link_topic
from rostra.news.services.taking_in import take_in
from rostra.news.services.writing import Told, Written, rewrite_story
from rostra.site.databases import SQLITE_FILE
from tests.news.test_resembling import WIRE

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "https://river.example/gate"
SHORT = "The gate is shut."


def entry(host, text=WIRE, address=""):
    address = address or f"https://{host}.example/1"
    return EntryRead(
        id=f"urn:{host}",
        address=address,
        addresses=(address,),
        headline="Gate shut two hours late",
        body=f"<p>{text}</p>",
    )


def take(feed, one):
    take_in(feed_id=feed.pk, read=FeedRead("rss", entries=(one,)))


def at_once(*acts):
    """Do each on a thread of its own, all begun together; what they raised."""
    begin, raised = threading.Barrier(len(acts)), []

    def run(act):
        try:
            begin.wait(60)
            act()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "One waits for good."
    return raised


@pytest.fixture
def slow(monkeypatch):
    """Whoever has looked what is here takes a while to post: the other would not see it."""

    def delayed(function):
        def late(*args, **kwargs):
            time.sleep(0.4)
            return function(*args, **kwargs)

        return late

    monkeypatch.setattr(placing, "publish_row", delayed(placing.publish_row))
    write = starting_links.remember_addresses
    monkeypatch.setattr(starting_links, "remember_addresses", delayed(write))


@pytest.fixture
def feeds(make_feed):
    return [make_feed(f"http://{n}.example/feed", joins="offer") for n in "abc"]


def states():
    return sorted(FeedEntry.objects.values_list("state", flat=True))


def test_one_address_from_three_feeds_is_one_story(feeds, slow):
    told = [entry(n, SHORT, PAGE) for n in "abc"]

    raised = at_once(
        *(lambda f=f, one=one: take(f, one) for f, one in zip(feeds, told, strict=True))
    )

    assert raised == []
    assert Story.objects.count() == Topic.objects.count() == 1
    assert states() == ["held", "held", "published"]
    waiting = FeedEntry.objects.filter(state="held")
    assert {row.resembles_id for row in waiting} == {Story.objects.get().pk}


def test_the_same_words_from_three_feeds_are_one_story(feeds, slow):
    told = [entry(n) for n in "abc"]

    raised = at_once(
        *(lambda f=f, one=one: take(f, one) for f, one in zip(feeds, told, strict=True))
    )

    assert raised == []
    assert Story.objects.count() == 1
    assert states() == ["held", "held", "published"]


def test_one_link_of_two_members_is_one_topic(make_user, make_category, slow):
    def start(author):
        linked = Linked(PAGE, "Gate shut two hours late")
        where = make_category().pk
        start_link_topic(
            author=author, category_id=where, linked=linked, source="Look."
        )

    one, other = make_user(), make_user()

    raised = at_once(lambda: start(one), lambda: start(other))

    assert Topic.objects.count() == 1
    assert [type(error).__name__ for error in raised] == ["IsHere"]
    assert isinstance(raised[0], ValidationError)


def test_a_feed_and_a_member_with_one_address_make_one_topic(
    feeds, make_user, category, slow
):
    author = make_user()

    def start():
        linked = Linked(PAGE, "Gate shut two hours late")
        start_link_topic(
            author=author, category_id=category.pk, linked=linked, source="Look."
        )

    at_once(start, lambda: take(feeds[0], entry("a", SHORT, PAGE)))

    assert Topic.objects.count() == 1


def test_an_editor_and_a_feed_do_not_wait_for_each_other_for_good(
    make_feed, editor, feeds
):
    """Each locks what the other changes: whoever asks for a turn later would hang."""
    held = make_feed("http://held.example/feed", arrival="hold", joins="offer")
    for number in range(6):
        text = WIRE.replace("barrier", f"barrier{number}")
        take(held, entry(f"held{number}", text))
    waiting = list(held.entries.order_by("pk").values_list("pk", flat=True))

    def approve():
        for pk in waiting:
            publish_entry(editor=editor, entry_id=pk)

    def feed():
        for number in range(6):
            text = WIRE.replace("barrier", f"barrier{number}")
            take(feeds[0], entry(f"more{number}", text))

    assert at_once(approve, feed) == []

    assert held.entries.filter(state="published").count() == 6


_PROGRAM = """
import django, sys, time
django.setup()
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services import placing
from rostra.news.services.taking_in import take_in
from rostra.news.services.writing import Told, Written, rewrite_story
post = placing.publish_row
placing.publish_row = lambda *a, **k: (time.sleep(0.5), post(*a, **k))[1]
told = EntryRead(id="urn:" + sys.argv[1], address={page!r}, addresses=({page!r},),
    headline="Gate shut two hours late", body="<p>It is.</p>")
print("ready", flush=True)
sys.stdin.readline()
take_in(feed_id=int(sys.argv[1]), read=FeedRead("rss", entries=(told,)))
"""


def test_two_processes_make_one_story_of_one_address(feeds, tmp_path):
    env = _with_the_database_of_the_test(tmp_path)
    command = [sys.executable, "-W", "ignore", "-c", _PROGRAM.format(page=PAGE)]
    started = [
        subprocess.Popen(
            [*command, str(feed.pk)],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for feed in feeds[:2]
    ]
    ready = [one.stdout.readline().strip() for one in started]
    for one in started:
        one.stdin.write("\n")
        one.stdin.flush()
    told = [one.communicate(timeout=60)[1] for one in started]

    assert ready == ["ready", "ready"], told
    assert [one.returncode for one in started] == [0, 0], told
    assert Story.objects.count() == 1
    assert states() == ["held", "published"]


def _with_the_database_of_the_test(folder):
    """The environment of another process of the site that the test is about."""
    name = str(connection.settings_dict["NAME"])
    env = os.environ | {"ROSTRA_DATA": str(folder)}
    env["DJANGO_SETTINGS_MODULE"] = "rostra.site.settings"
    if connection.vendor == "sqlite":
        (folder / SQLITE_FILE).symlink_to(name)
    else:
        parts = urlsplit(os.environ["ROSTRA_DATABASE"])
        env["ROSTRA_DATABASE"] = urlunsplit(parts._replace(path=f"/{name}"))
    return env


def slowly(monkeypatch, where, name):
    """Have a step take so long that others could come between; set once it is reached."""
    real, is_reached = getattr(where, name), threading.Event()

    def slow(*args, **named):
        is_reached.set()
        time.sleep(0.4)
        return real(*args, **named)

    monkeypatch.setattr(where, name, slow)
    return is_reached


def once(is_reached, act):
    def late():
        assert is_reached.wait(60)
        act()

    return late


def test_what_is_killed_while_an_editor_publishes_it_does_not_stand(
    make_feed, editor, monkeypatch
):
    feed = make_feed(arrival="hold")
    take(feed, entry("wire"))
    row = feed.entries.get()
    killed = EntryRead(id="urn:wire", headline="Gate", status="canceled")
    follows = slowly(monkeypatch, taking_in, "_follow")

    raised = at_once(
        lambda: take(feed, killed),
        once(follows, lambda: publish_entry(editor=editor, entry_id=row.pk)),
    )

    row.refresh_from_db()
    assert raised == []
    assert (row.state, row.told) == ("canceled", {})
    assert not Story.objects.exclude(status="withdrawn").exists()


def test_an_editor_is_told_that_the_feed_changes_what_they_write(
    make_feed, editor, monkeypatch
):
    feed = make_feed()
    take(feed, entry("wire"))
    topic = Topic.objects.get().pk
    told = Told(seen=1, kind="updated", note="")
    written = Written(headline="Our own", body="Ours.")
    locks = slowly(monkeypatch, following, "lock_story")

    raised = at_once(
        lambda: take(feed, entry("wire", WIRE + " And more.")),
        once(
            locks,
            lambda: rewrite_story(
                editor=editor, topic_id=topic, written=written, told=told
            ),
        ),
    )

    # Their text is given back to them, and not lost under the feed's.
    assert [type(error) for error in raised] == [ChangedMeanwhile]
    assert "And more." in Story.objects.get().body_html
