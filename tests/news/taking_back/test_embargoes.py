"""Entries and changes that are not to be seen before their time."""

from datetime import timedelta

import pytest

from rostra.forum.services.moderating import hide_topic, restore_topic
from rostra.news.models import FeedEntry, Outlet, Story
from rostra.news.selectors.waiting_stories import waiting_stories
from rostra.news.services import taking_in
from rostra.news.services.joining import join_entry
from rostra.news.services.taking_in import (
    AGAIN,
    take_due_changes,
)
from rostra.news.services.versions import Kind
from rostra.news.services.writing import Told, Written, rewrite_story, take_story_back
from tests.news.taking_back.surge import (
    MORE,
    NOON,
    TEXT,
    TWO,
    entry,
    kept_of_entries,
    shown,
    take,
)

pytestmark = pytest.mark.django_db


class TestAnEmbargo:
    @pytest.fixture
    def feed(self, make_feed):
        feed = make_feed()
        take(feed, entry())
        take(feed, entry(body=MORE, embargoed_until=TWO))
        return feed

    def test_keeps_a_change_until_it_ends(self, feed):
        assert "4.2" in shown()

        assert take_due_changes(TWO - timedelta(seconds=1)) == 0
        assert take_due_changes(TWO) == 1
        assert take_due_changes(TWO) == 0

        assert "4.4" in shown()
        assert Story.objects.get().versions.count() == 2
        assert FeedEntry.objects.get().later == {}

    def test_that_cannot_be_ended_stops_no_other(self, feed, make_feed, monkeypatch):
        other = make_feed("http://other.example/feed")
        address = "https://other.example/1"
        fields = {"id": "o", "address": address, "addresses": (address,)}
        take(other, entry(headline="Quite another", body="<p>A.</p>", **fields))
        later = {"body": "<p>B.</p>", "embargoed_until": TWO, **fields}
        take(other, entry(headline="Quite another", **later))
        real, first = taking_in._take_newer, feed.pk

        def fails_for_the_first(feed, *args):
            if feed.pk == first:
                raise RuntimeError("A fault of ours.")
            return real(feed, *args)

        monkeypatch.setattr(taking_in, "_take_newer", fails_for_the_first)

        assert take_due_changes(TWO) == 1

        assert feed.entries.get().due_at == TWO + AGAIN
        assert other.entries.get().due_at is None

    def test_is_not_longer_because_the_feed_says_it_again(self, feed):
        take(feed, entry(body=MORE, embargoed_until=TWO), now=TWO)

        assert take_due_changes(TWO) == 1

    def test_gives_way_to_a_newer_change(self, feed):
        newer = entry(body=TEXT.replace("4.2", "3.9"), embargoed_until=TWO)
        take(feed, newer)

        take_due_changes(TWO)

        assert "3.9" in shown()
        assert Story.objects.get().versions.count() == 2

    def test_gives_way_to_a_change_without_one(self, feed):
        assert take(feed, entry(body=TEXT.replace("4.2", "3.9"))).changed == 1

        assert take_due_changes(TWO) == 0
        assert "3.9" in shown()

    @pytest.mark.parametrize("status", ["canceled", "withheld"])
    def test_gives_way_to_a_kill(self, feed, status):
        take(feed, entry(status=status))

        assert take_due_changes(TWO) == 0
        assert Story.objects.get().status == "withdrawn"
        assert "surge was" not in kept_of_entries()

    def test_keeps_what_an_editor_takes_back_by_hand(self, feed, editor):
        topic = Story.objects.get().topic_id
        take_story_back(editor=editor, topic_id=topic, reason="Ours.")

        assert take_due_changes(TWO) == 0
        assert "surge was" not in kept_of_entries()

    def test_keeps_the_headline_of_an_outlet(self, make_feed, editor):
        take(make_feed(), entry())
        other = make_feed("http://other.example/", arrival="hold", joins="offer")
        take(other, entry(7))
        held = FeedEntry.objects.get(feed=other)
        join_entry(editor=editor, entry_id=held.pk, now=NOON)

        take(other, entry(7, headline="The mayor resigns", embargoed_until=TWO))

        assert Outlet.objects.get().headline != "The mayor resigns"
        assert take_due_changes(TWO) == 1
        assert Outlet.objects.get().headline == "The mayor resigns"

    def test_ends_in_a_story_written_by_hand_with_a_word_to_its_editor(
        self, feed, editor
    ):
        told = Told(Kind.UPDATED, "", 1)
        topic = Story.objects.get().topic_id
        written = Written(headline="Our own", body="Ours.")
        rewrite_story(editor=editor, topic_id=topic, written=written, told=told)

        take_due_changes(TWO)

        assert "Ours." in shown()
        assert FeedEntry.objects.get().state == "changed"

    def test_of_a_hidden_story_is_tried_again(self, feed, moderator):
        topic = Story.objects.get().topic_id
        hide_topic(moderator=moderator, topic_id=topic)
        assert take_due_changes(TWO) == 0
        restore_topic(moderator=moderator, topic_id=topic)

        assert take_due_changes(TWO) == 0
        assert take_due_changes(TWO + timedelta(hours=1)) == 1

        assert "4.4" in shown()

    def test_is_listed_for_editors_one_query(
        self, feed, editor, django_assert_num_queries
    ):
        take(feed, entry(2, embargoed_until=TWO), entry(body=MORE, embargoed_until=TWO))
        waiting_stories(editor=editor)

        with django_assert_num_queries(1):
            due = waiting_stories(editor=editor).due

        assert [(one.due_at, bool(one.topic_id)) for one in due] == [
            (TWO, True),
            (TWO, False),
        ]

    def test_costs_one_query_where_nothing_is_due(
        self, feed, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            take_due_changes(NOON)
