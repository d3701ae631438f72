"""What became of the entries that a feed brought: in a trial, and in a list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rostra.forum.services.ruling import rule_on
from rostra.news.models import FeedEntry
from rostra.news.services.polling import poll_feed
from tests.news.feed_server import item, rss

pytestmark = pytest.mark.django_db
State = FeedEntry.State


@pytest.fixture
def feed(make_feed, editor, client, site, server):
    client.force_login(editor)
    return make_feed(server.says("/feed", rss(item(1))), arrival="hold")


def tried(client, feed):
    return client.post(f"/newsroom/feeds/{feed.pk}/trial/").text


class TestATrial:
    def test_says_why_what_is_here_was_left_out(self, client, feed, make_user):
        owner = make_user(role="owner")
        rule_on(owner=owner, domain="wire.example", rule="refuse", note="It copies.")
        poll_feed(feed)
        assert feed.entries.get().state == State.SKIPPED

        page = tried(client, feed)

        assert "Left out" in page
        assert "It copies." in page

    def test_leads_to_the_story_of_what_was_posted(self, client, feed):
        feed.arrival = "publish"
        feed.save()
        poll_feed(feed)

        page = tried(client, feed)

        assert "</svg> Published" in page
        assert f'href="/topic/{feed.entries.get().story.topic_id}-/"' in page

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("held", "Waits until an editor has looked"),
            ("dropped", "Dropped by an editor"),
            ("refused", "Could not be posted"),
            ("joined", "Joined to a story"),
            ("withheld", "Withheld by its publisher"),
            ("canceled", "Canceled by its publisher, for good"),
            ("released", "Released again, waits for an editor"),
            ("changed", "its newer text waits for an editor"),
        ],
    )
    def test_says_what_became_of_what_is_here(self, client, feed, state, words):
        poll_feed(feed)
        feed.entries.update(state=state, reason="For a reason.")

        page = tried(client, feed)

        assert words in page
        assert "For a reason." in page

    def test_says_who_lets_it_wait(self, client, feed):
        poll_feed(feed)
        later = timezone.now() + timedelta(days=1)
        feed.entries.update(state="waiting", due_at=later)
        assert "Quiet hours, waits until" in tried(client, feed)

        row = feed.entries.get()
        row.told["embargoed_until"] = later.isoformat()
        row.save()
        assert "Under embargo, waits until" in tried(client, feed)
