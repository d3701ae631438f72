"""Feeds asked over a real line: what servers do wrong, and that it stays theirs."""

import io
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from PIL import Image

from rostra.foundation import outgoing
from rostra.news.models import Feed, FeedEntry, Story
from rostra.news.services import picturing_later, polling, taking_in
from rostra.news.services.approving import publish_entry
from rostra.news.services.picturing import fetch_pictures
from rostra.news.services.placing import place_entry
from rostra.news.services.polling import (
    next_wait,
    poll_feed,
    retry_after,
    start_polling,
)
from tests.news.feed_server import item, rss
from tests.servers import wait_until

pytestmark = pytest.mark.django_db


def polled(feed) -> Feed:
    poll_feed(Feed.objects.get(pk=feed.pk))
    return Feed.objects.get(pk=feed.pk)


def minutes_until(feed) -> float:
    return (feed.next_at - timezone.now()).total_seconds() / 60


def breaking_on(entry_id):
    """Placing of entries, with a fault that one of them meets at the database."""

    def place(feed, row, entry, now):
        place_entry(feed, row, entry, now)
        if entry.id == entry_id:
            FeedEntry.objects.create(feed=feed, key=row.key, seen_at=now)

    return place


class TestOneFeed:
    def test_that_answers_becomes_stories(self, server, make_feed):
        feed = make_feed(server.says("/feed", rss(item(1), item(2))))

        feed = polled(feed)

        assert Story.objects.count() == 2
        assert (feed.failures, feed.last_error) == (0, "")
        assert feed.home == "http://wire.example/"
        assert 13 < minutes_until(feed) < 17
        assert [came for _at, _took, came in feed.polls] == ["read"]

    def test_is_asked_only_for_what_is_new(self, server, make_feed):
        modified = "Sat, 28 Nov 2026 07:00:00 GMT"
        url = server.says("/feed", rss(item(1)), ETag='"seven"', Last_Modified=modified)
        feed = polled(make_feed(url))
        server.says("/feed", b"", 304)

        feed = polled(feed)

        sent = server.headers["/feed"]
        assert "If-None-Match" not in sent[0]
        assert sent[1]["If-None-Match"] == '"seven"'
        assert sent[1]["If-Modified-Since"] == modified
        assert (feed.etag, feed.failures) == ('"seven"', 0)
        assert [came for _at, _took, came in feed.polls] == ["read", "same"]

    def test_that_is_gone_is_paused(self, server, make_feed):
        feed = polled(make_feed(server.says("/feed", b"", 410)))

        assert feed.paused_at is not None
        assert feed.next_at is None
        assert "gone for good" in feed.last_error

    def test_that_wants_to_be_left_alone_is(self, server, make_feed):
        feed = polled(make_feed(server.says("/feed", b"", 503, Retry_After="7200")))

        assert 119 < minutes_until(feed) < 121
        assert "status 503" in feed.last_error

    def test_that_hangs_or_drips_is_given_up(self, server, make_feed, monkeypatch):
        monkeypatch.setattr(polling, "SECONDS", 0.5)

        for url in (server.hangs("/hang"), server.drips("/drip")):
            feed = polled(make_feed(url))
            assert "did not give a whole answer" in feed.last_error
            assert feed.failures == 1

    def test_that_leads_to_a_private_address_is_refused(self, server, make_feed):
        for number, where in enumerate(
            (
                "http://127.0.0.2:1/",
                "http://169.254.169.254/",
                "http://10.0.0.1/",
                "file:///etc/passwd",
            )
        ):
            url = server.says(f"/to{number}", b"", 302, Location=where)
            feed = polled(make_feed(url))
            assert feed.last_error.startswith("It was not asked")

    def test_that_leads_to_another_place_is_followed(self, server, make_feed):
        there = server.says("/there", rss(item(1)))

        polled(make_feed(server.says("/here", b"", 301, Location=there)))

        assert Story.objects.count() == 1

    def test_that_is_huge_is_refused(self, server, make_feed, monkeypatch):
        monkeypatch.setattr(polling, "MOST_BYTES", 10_000)

        feed = polled(make_feed(server.says("/feed", rss(item(1, text="x" * 20_000)))))

        assert feed.last_error == "There is too much of it."

    def test_in_another_encoding_than_it_says_is_read(self, server, make_feed):
        body = rss(item(1, "Überschwemmung in Köln")).decode().encode("cp1252")
        url = server.says("/feed", body, Content_Type="text/xml; charset=utf-8")

        polled(make_feed(url))

        assert Story.objects.get().headline == "Überschwemmung in Köln"

    def test_that_is_no_feed_says_so(self, server, make_feed):
        feed = polled(make_feed(server.says("/feed", b"<html><p>Hello</p></html>")))

        assert "a page, not a feed" in feed.last_error

    def test_with_an_entry_that_cannot_be_written_is_read_again_as_a_whole(
        self, server, make_feed, monkeypatch
    ):
        url = server.says("/feed", rss(item(1), item(2), item(3)), ETag='"seven"')
        feed = make_feed(url)
        with monkeypatch.context() as context:
            context.setattr(taking_in, "place_entry", breaking_on("id-2"))

            feed = polled(feed)

        assert (Story.objects.count(), feed.failures, feed.etag) == (2, 0, "")
        feed = polled(feed)
        assert (Story.objects.count(), feed.etag) == (3, '"seven"')

    def test_recovers(self, server, make_feed):
        feed = polled(make_feed(server.says("/feed", b"", 500)))
        assert feed.failures == 1
        server.says("/feed", rss(item(1)))

        feed = polled(feed)

        assert (feed.failures, feed.last_error, Story.objects.count()) == (0, "", 1)

    def test_may_bring_pictures(self, server, make_feed):
        out = io.BytesIO()
        Image.new("RGB", (600, 400), "teal").save(out, "JPEG")
        picture = server.says("/gate.jpg", out.getvalue())
        more = f'<enclosure url="{picture}" type="image/jpeg"/>'
        body = rss(item(1, more=more))

        polled(make_feed(server.says("/with", body), has_pictures=True))
        polled(make_feed(server.says("/without", body)))

        shown, bare = Story.objects.order_by("pk")
        assert (shown.image_width, shown.image_height) == (600, 400)
        assert shown.image.startswith("stories/")
        assert bare.image == ""
        assert server.asked["/gate.jpg"] == 1

    def test_with_many_pictures_leaves_most_of_them_for_later(
        self, server, make_feed, monkeypatch, django_capture_on_commit_callbacks
    ):
        monkeypatch.setattr(picturing_later, "_wanted", set())
        monkeypatch.setattr(polling, "PICTURED", 2)
        out = io.BytesIO()
        Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
        picture = server.says("/gate.jpg", out.getvalue())
        more = f'<enclosure url="{picture}" type="image/jpeg"/>'
        url = server.says("/feed", rss(*(item(n, more=more) for n in range(5))))
        feed = make_feed(url, has_pictures=True)

        with django_capture_on_commit_callbacks(execute=True):
            polled(feed)

        assert Story.objects.exclude(image="").count() == 2
        bare = set(Story.objects.filter(image="").values_list("pk", flat=True))
        assert (len(bare), picturing_later._wanted) == (3, bare)
        fetch_pictures(picturing_later._changed(), reach=polling.REACH)
        assert not Story.objects.filter(image="").exists()

    @pytest.mark.parametrize(
        ("fault", "is_later"), [(OperationalError, True), (KeyError, False)]
    )
    def test_is_not_failing_where_its_pictures_cannot_be_kept(
        self, server, make_feed, monkeypatch, fault, is_later
    ):
        def breaks(*_given, **_named):
            raise fault("locked")

        monkeypatch.setattr(picturing_later, "_wanted", set())
        monkeypatch.setattr(picturing_later, "fetch_pictures", breaks)
        more = f'<enclosure url="{server.says("/a.jpg", b"")}" type="image/jpeg"/>'
        url = server.says("/feed", rss(*(item(n, more=more) for n in range(3))))

        feed = polled(make_feed(url, has_pictures=True))

        assert (feed.failures, feed.last_error) == (0, "")
        stories = set(Story.objects.values_list("pk", flat=True))
        assert len(stories) == 3
        assert picturing_later._wanted == (stories if is_later else set())

    def test_loses_no_pictures_where_the_database_is_busy(self, monkeypatch):
        def is_busy(*_given, **_named):
            raise OperationalError("database is locked")

        monkeypatch.setattr(picturing_later, "_wanted", {7})
        monkeypatch.setattr(picturing_later, "_running", [])
        with monkeypatch.context() as busy:
            busy.setattr(picturing_later, "fetch_pictures", is_busy)
            picturing_later.start_picturing()
            (job,) = picturing_later._running

            assert job.result(30) == 0
            assert picturing_later._wanted == {7}
            busy.setattr(picturing_later, "stories_without_picture", is_busy)
            with pytest.raises(OperationalError):
                picturing_later.start_picturing()

        assert picturing_later._wanted == {7}

    def test_may_bring_pictures_to_what_an_editor_lets_through(
        self, server, make_feed, make_user, monkeypatch
    ):
        monkeypatch.setattr(picturing_later, "_tried", set())
        out = io.BytesIO()
        Image.new("RGB", (600, 400), "teal").save(out, "JPEG")
        picture = server.says("/later.jpg", out.getvalue())
        more = f'<enclosure url="{picture}" type="image/jpeg"/>'
        url = server.says("/held", rss(item(1, more=more)))
        feed = make_feed(url, has_pictures=True, arrival="hold")
        polled(feed)
        owner = make_user("Olga", role="owner")
        publish_entry(editor=owner, entry_id=feed.entries.get().pk)

        wanted = picturing_later.stories_without_picture()
        fetch_pictures(wanted, reach=polling.REACH)

        story = Story.objects.get()
        assert wanted == (story.pk,)
        assert (story.image_width, story.image_height) == (600, 400)
        assert picturing_later.stories_without_picture() == ()


class TestWaiting:
    def test_grows_with_each_failure_up_to_a_day(self):
        waits = [next_wait(15, failures, None) for failures in range(20)]

        assert timedelta(minutes=13) < waits[0] < timedelta(minutes=17)
        assert timedelta(minutes=26) < waits[1] < timedelta(minutes=34)
        assert max(waits) < timedelta(hours=27)
        assert len({next_wait(15, 0, None) for _turn in range(9)}) > 1

    @pytest.mark.parametrize(
        ("words", "wanted"),
        [
            ("120", timedelta(minutes=2)),
            ("999999999999", timedelta(days=1)),
            ("Sat, 28 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
            ("Sat, 28 Nov 2026 11:00:00 GMT", None),
            ("-5", None),
            ("soon", None),
            ("", None),
        ],
    )
    def test_listens_to_the_server(self, words, wanted):
        noon = datetime(2026, 11, 28, 12, tzinfo=UTC)

        assert retry_after(words, noon) == wanted


def wait_for_the_end():
    assert wait_until(lambda: not any(polling._busy.values()), 300)


@pytest.mark.slow(seconds=50)
@pytest.mark.django_db(transaction=True)
def test_feeds_that_hang_keep_no_other_waiting(server, make_feed, monkeypatch):
    """1,000 feeds, 50 of which say nothing: all others are read while those hang."""
    monkeypatch.setattr(polling, "SECONDS", 600.0)
    one = make_feed(server.says("/0", rss(item(0))), arrival="hold")
    fields = {"house": one.house, "category": one.category, "made_at": one.made_at}
    for number in range(1, 1_000):
        hangs = number % 20 == 7
        url = (
            server.hangs(f"/{number}")
            if hangs
            else server.says(f"/{number}", rss(item(number)))
        )
        Feed.objects.create(
            address=url, title=str(number), next_at=one.made_at, **fields
        )

    started, begun = 0, time.monotonic()

    def all_others_answered():
        nonlocal started
        started += start_polling()
        return Feed.objects.exclude(answered_at=None).count() >= 950

    assert wait_until(all_others_answered, 300)
    print(f"950 feeds were read in {time.monotonic() - begun:.1f} s while 50 hung")

    assert not server.released.is_set()
    assert started == 1_000
    assert FeedEntry.objects.filter(state="held").count() == 950
    assert Feed.objects.exclude(polls=[]).count() == 950
    server.released.set()
    wait_for_the_end()
    assert Feed.objects.filter(failures=1).count() == 50


@pytest.mark.django_db(transaction=True)
def test_a_feed_is_asked_once_at_a_time(server, make_feed):
    make_feed(server.hangs("/feed"))

    assert [start_polling() for _turn in range(3)] == [1, 0, 0]

    server.released.set()
    wait_for_the_end()
    assert server.asked["/feed"] == 1


@pytest.mark.django_db(transaction=True)
def test_a_feed_that_meets_a_fault_says_so_and_is_asked_less_often(
    server, make_feed, monkeypatch
):
    feed = make_feed(server.says("/feed", rss(item(1))))
    monkeypatch.setattr(polling, "take_in", lambda **_told: {}["fault"])

    start_polling()
    wait_for_the_end()

    feed.refresh_from_db()
    assert "The log of the server says why" in feed.last_error
    assert [came for _at, _took, came in feed.polls] == ["failed"]
    assert (feed.failures, minutes_until(feed) > 20) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_held_while_others_are_waited_for(
    server, make_feed, monkeypatch
):
    """Threads that ask are more than the connections that a database gives them."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    media = '<enclosure url="{}" type="image/jpeg"/>'.format
    items = [
        item(n, more=media(server.says(f"/{n}.jpg", out.getvalue()))) for n in (1, 2)
    ]
    feed = make_feed(server.says("/feed", rss(*items)), has_pictures=True)
    held, whole = [], outgoing.fetch

    def fetch(url, **how):
        held.append((url.rpartition("/")[2], connection.connection is not None))
        return whole(url, **how)

    monkeypatch.setattr(outgoing, "fetch", fetch)

    polled(feed)

    assert held[0] == ("feed", False)
    assert sorted(held[1:]) == [("1.jpg", False), ("2.jpg", False)]
    assert Story.objects.exclude(image="").count() == 2
