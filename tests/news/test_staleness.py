"""A cache, a mirror or a second delivery brings an old copy after a new one."""

from datetime import UTC, datetime, timedelta

import pytest

from rostra.news.models import FeedEntry, Story, StoryVersion
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services.taking_in import take_in
from rostra.news.staleness import newest, number_of

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def copy(text, version="", at=None, **fields):
    return EntryRead(
        id="urn:1",
        headline="Gate shut late",
        body=f"<p>{text}</p>",
        version=version,
        updated_at=at,
        **fields,
    )


@pytest.fixture
def feed(make_feed):
    return make_feed()


def take(feed, *copies):
    return take_in(
        feed_id=feed.pk, read=FeedRead("ninjs", entries=copies), now=NOON + 9 * HOUR
    )


def shown():
    return Story.objects.get().body_html


@pytest.mark.django_db
class TestOldCopies:
    @pytest.mark.parametrize(
        ("new", "old"),
        [
            (copy("Two", "2"), copy("One", "1")),
            (copy("Ten", "10"), copy("Nine", "9")),
            (copy("Two", "2", NOON), copy("One", "1")),
            (copy("Two", "", NOON), copy("One", "", NOON - HOUR)),
            (copy("Two", "1", NOON), copy("One", "1", NOON - HOUR)),
        ],
    )
    def test_change_nothing(self, feed, new, old):
        take(feed, new)

        taken = take(feed, old)

        assert (taken.changed, StoryVersion.objects.count()) == (0, 1)
        assert shown() == new.body

    @pytest.mark.parametrize(
        ("there", "now"),
        [
            (copy("One", "1"), copy("Two", "2")),
            (copy("One", "1"), copy("Two", "1")),
            (copy("One", "7"), copy("Two")),
            (copy("One"), copy("Two", "1")),
            (copy("One", "rev-b"), copy("Two", "rev-a")),
            (copy("One", "1", NOON), copy("Two", "1", NOON)),
            # Its publisher counts anew.
            (copy("One", "9", NOON), copy("Two", "1", NOON + HOUR)),
            # A clock that is wrong.
            (copy("One", "", NOON + 90 * HOUR), copy("Two", "", NOON)),
        ],
    )
    def test_are_told_from_new_ones(self, feed, there, now):
        take(feed, there)

        assert take(feed, now).changed == 1

        assert shown() == now.body

    def test_do_not_come_between_after_a_count_without_other_words(self, feed):
        take(feed, copy("One", "1"))
        take(feed, copy("One", "3"))

        assert take(feed, copy("Two", "2")).changed == 0

        assert shown() == "<p>One</p>"

    def test_do_not_show_what_was_withheld(self, feed):
        take(feed, copy("", "2", status="withheld"))

        assert take(feed, copy("One", "1")).new == 0
        assert not Story.objects.exists()

        assert take(feed, copy("Three", "3")).new == 1
        assert shown() == "<p>Three</p>"

    def test_do_not_withhold_what_is_released(self, feed):
        take(feed, copy("Three", "3"))

        assert take(feed, copy("", "2", status="withheld")).withdrawn == 0

        assert shown() == "<p>Three</p>"

    def test_of_a_kill_count_whatever_their_number(self, feed):
        take(feed, copy("Three", "3", NOON))

        killed = copy("", "2", NOON - HOUR, status="canceled")
        assert take(feed, killed).withdrawn == 1

        assert FeedEntry.objects.get().state == "canceled"

    def test_in_one_message_give_way_to_the_newest(self, feed):
        take(feed, copy("One", "1"), copy("Three", "3"), copy("Two", "2"))

        assert shown() == "<p>Three</p>"


FIRST, SECOND = copy("One"), copy("Two")
KILL = copy("", "1", status="canceled")


@pytest.mark.parametrize(
    ("copies", "found"),
    [
        ([FIRST, SECOND], FIRST),
        ([copy("A", "1"), copy("B", "2")], copy("B", "2")),
        ([copy("B", "2"), KILL, copy("C", "3")], KILL),
    ],
)
def test_the_newest_is_found(copies, found):
    assert newest(copies, NOON) == found


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("", None),
        ("7", 7),
        ("007", 7),
        ("-1", None),
        ("1.2", None),
        ("²", None),
        ("9" * 19, 2**63 - 1),
        ("9" * 20, None),
    ],
)
def test_a_number_of_versions_is_whole(said, number):
    assert number_of(EntryRead(version=said)) == number
