"""By what an entry is known that was here before, and what a first reading takes."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError

from rostra.foundation.visibility import NotVisible
from rostra.news.models import Feed, FeedEntry, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services import taking_in
from rostra.news.services.approving import publish_entry
from rostra.news.services.approving_changes import publish_change
from rostra.news.services.shaping import reason_against
from rostra.news.services.taking_in import LONG, forget_old_entries, take_in

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
LIVE = {
    "address": "https://wire.example/live",
    "addresses": ("https://wire.example/live",),
}
FIRE = "Fire in the harbour is out"
VOTE = "Council votes on the barrier"


def entry(number: int = 1, **fields) -> EntryRead:
    address = f"https://wire.example/{number}"
    told = {
        "id": f"id-{number}",
        "address": address,
        "addresses": (address,),
        "headline": f"Story {number} of {'abcdefghij'[number % 10] * 6}",
        "body": f"<p>What happened at quay {number}.</p>",
    }
    return EntryRead(**(told | fields))


def take(feed, *entries, now=NOON):
    return take_in(feed_id=feed.pk, read=FeedRead("rss", entries=entries), now=now)


def told():
    return sorted(Story.objects.values_list("headline", "version"))


class TestOneAddressOfSeveral:
    """All items of some feeds lead to one page: a live blog, the front page."""

    def test_are_several_stories_and_stay_so(self, make_feed):
        feed = make_feed()
        take(feed, entry(1, headline="Barrier shut", **LIVE))

        for _reading in range(3):
            take(feed, entry(2, headline=FIRE, **LIVE), entry(3, headline=VOTE, **LIVE))

        assert told() == [("Barrier shut", 1), (VOTE, 1), (FIRE, 1)]

    def test_are_several_where_the_first_is_there_still(self, make_feed):
        feed = make_feed()
        first = entry(1, headline=FIRE, **LIVE)
        take(feed, first)

        for _reading in range(3):
            take(feed, entry(2, headline=f"{FIRE} now", **LIVE), first)

        assert told() == [(FIRE, 1), (f"{FIRE} now", 1)]

    def test_is_one_under_another_name(self, make_feed):
        feed = make_feed()
        take(feed, entry(1, headline=FIRE, **LIVE))

        for _reading in range(2):
            take(
                feed,
                entry(2, headline=f"{FIRE} now", body="<p>All is well.</p>", **LIVE),
            )

        assert told() == [(f"{FIRE} now", 2)]
        assert FeedEntry.objects.count() == 1

    def test_is_taken_back_under_another_name_and_without_a_headline(self, make_feed):
        feed = make_feed()
        take(feed, entry(1, headline=FIRE, **LIVE))

        take(feed, entry(2, headline="", body="", status="canceled", **LIVE))

        assert Story.objects.get().status == Story.Status.WITHDRAWN


class TestAFirstReading:
    MANY = tuple(map(entry, range(1, 31)))

    def test_that_breaks_off_floods_nobody(self, make_feed, monkeypatch):
        feed = make_feed()
        whole = taking_in.place_entry

        def busy(feed, row, entry, now):
            if Story.objects.count() == 2:
                raise OperationalError("database is locked")
            whole(feed, row, entry, now)

        with monkeypatch.context() as patched:
            patched.setattr(taking_in, "place_entry", busy)
            with pytest.raises(OperationalError):
                take(feed, *self.MANY)
        assert Story.objects.count() == 2

        take(feed, *self.MANY)

        assert Story.objects.count() == taking_in.FIRST
        assert FeedEntry.objects.count() == 30

    def test_takes_the_newest_wherever_they_stand(self, make_feed):
        feed = make_feed()
        dated = [
            entry(n, published_at=NOON - timedelta(hours=12 - n)) for n in range(1, 11)
        ]

        take(feed, *dated)

        posted = set(Story.objects.values_list("headline", flat=True))
        assert posted == {one.headline for one in dated[-taking_in.FIRST :]}
        newest = Story.objects.order_by("-topic_id").first()
        assert newest.headline == dated[-1].headline

    def test_of_a_folder_takes_all_that_was_brought(self, make_feed):
        take(make_feed("folder:agency"), *self.MANY[:8])

        assert Story.objects.count() == 8


def test_what_an_editor_wants_meanwhile_holds_for_the_rest(make_feed, monkeypatch):
    feed = make_feed()
    take(feed, entry(99))
    whole = taking_in.place_entry

    def place(feed, row, entry, now):
        whole(feed, row, entry, now)
        Feed.objects.filter(arrival="publish").update(arrival="hold")

    monkeypatch.setattr(taking_in, "place_entry", place)
    take(feed, *map(entry, range(1, 6)))

    states = sorted(FeedEntry.objects.values_list("state", flat=True))
    assert states == [*["held"] * 4, *["published"] * 2]


@pytest.mark.parametrize(
    ("rule", "headline", "has"),
    [
        ("地震", "東京で地震が発生", True),
        ("ไฟไหม้", "เกิดไฟไหม้ที่ตลาด", True),
        ("Zürich", unicodedata.normalize("NFD", "Brand in Zürich"), True),
        ("ZÜRICH", "Brand in Zürich", True),
        ("art", "A party in the park", False),
        ("oil price", "The oil\u00a0price rises", True),
    ],
)
def test_words_of_rules_are_found_in_any_script(make_feed, rule, headline, has):
    feed = make_feed(never_with=rule)
    told = entry(headline=headline, body="")
    assert bool(reason_against(feed, told)) == has

    feed.never_with, feed.only_with = "", rule
    assert bool(reason_against(feed, told)) != has


class TestWhatWaits:
    def test_is_not_forgotten_however_long(self, make_feed, editor):
        feed = make_feed()
        take(feed, entry())
        Feed.objects.update(arrival="hold")
        take(feed, entry(body="<p>Quite another text altogether.</p>"))
        row = FeedEntry.objects.get()

        assert forget_old_entries(NOON + LONG * 2) == 0
        publish_change(editor=editor, entry_id=row.pk)

        assert "another text" in Story.objects.get().body_html

    @pytest.mark.parametrize("decide", [publish_change, publish_entry])
    def test_is_not_there_once_its_words_are_gone(self, make_feed, editor, decide):
        feed = make_feed(arrival="publish" if decide is publish_change else "hold")
        take(feed, entry())
        Feed.objects.update(arrival="hold")
        take(feed, entry(body="<p>Quite another text altogether.</p>"))
        FeedEntry.objects.update(told={})

        with pytest.raises(NotVisible):
            decide(editor=editor, entry_id=FeedEntry.objects.get().pk)
