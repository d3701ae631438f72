"""What became of the entries that a feed brought: in a trial, and in a list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rostra.forum.models import Topic
from rostra.forum.permissions import rights_of
from rostra.forum.services.ruling import rule_on
from rostra.news.kept_entries import told_of
from rostra.news.models import Feed, FeedEntry
from rostra.news.reading import EntryRead
from rostra.news.selectors.feed_entries import feed_entries
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


class TestTheList:
    def test_says_of_each_what_became_of_it(self, client, feed):
        poll_feed(feed)
        page = client.get(f"/newsroom/feeds/{feed.pk}/").text
        assert f'href="/newsroom/feeds/{feed.pk}/entries/"' in page
        path = f"/newsroom/feeds/{feed.pk}/entries/"
        page = client.get(path).text
        assert "Story number 1" in page
        assert "Waits until an editor has looked" in page
        assert 'href="/newsroom/feeds/held/"' in page

        client.post(f"/newsroom/feeds/held/{feed.entries.get().pk}/")

        page = client.get(path).text
        assert 'data-entry-state="published"' in page
        assert f'href="/topic/{feed.entries.get().story.topic_id}-/"' in page

    def test_leads_nowhere_an_editor_may_not_go(self, client, feed):
        poll_feed(feed)
        client.post(f"/newsroom/feeds/held/{feed.entries.get().pk}/")
        Topic.objects.update(hidden_at=timezone.now())

        page = client.get(f"/newsroom/feeds/{feed.pk}/entries/").text

        assert "Published" in page
        assert "/topic/" not in page

    def test_has_no_words_that_nobody_keeps(self, client, feed):
        poll_feed(feed)
        feed.entries.update(told={}, state="dropped")

        page = client.get(f"/newsroom/feeds/{feed.pk}/entries/").text

        assert "(its words are kept no more)" in page
        other = feed.entries.get()
        other.state = "held"
        other.told = told_of(EntryRead(id="1", headline="Afloat again"))
        other.save()
        client.post(f"/newsroom/feeds/held/{other.pk}/")
        feed.entries.update(told={})
        page = client.get(f"/newsroom/feeds/{feed.pk}/entries/").text
        assert "Afloat again</h2>" in page

    def test_is_paged_and_costs_the_same_however_long(
        self, feed, editor, django_assert_num_queries
    ):
        now = timezone.now()
        how = {"told": {"headline": "One"}, "state": "skipped", "seen_at": now}
        FeedEntry.objects.bulk_create(
            FeedEntry(feed=feed, key=str(n), digest="", changed_at=now, **how)
            for n in range(120)
        )
        rights_of(editor)

        pages, before = [], 0
        while not pages or before:
            with django_assert_num_queries(2):
                past = feed_entries(editor=editor, feed_id=feed.pk, before=before)
            pages.append(past.rows)
            before = past.before

        assert [len(rows) for rows in pages] == [50, 50, 20]
        ids = [row.became.entry_id for rows in pages for row in rows]
        assert ids == sorted(ids, reverse=True)

    def test_is_for_who_looks_after_the_feed(self, client, feed, user, site):
        client.force_login(user)

        assert client.get(f"/newsroom/feeds/{feed.pk}/entries/").status_code == 404


class TestAskingNow:
    def test_makes_it_due_and_only_once_a_minute(self, client, feed):
        later = timezone.now() + timedelta(days=1)
        Feed.objects.update(next_at=later)
        path = f"/newsroom/feeds/{feed.pk}/asking/"
        assert path in client.get(f"/newsroom/feeds/{feed.pk}/").text

        told = client.post(path)["Location"]

        assert "The feed is asked now." in client.get(told).text
        assert Feed.objects.get().next_at <= timezone.now()
        Feed.objects.update(next_at=later)
        told = client.post(path)["Location"]
        assert "asked a moment ago" in client.get(told).text
        assert Feed.objects.get().next_at == later

    def test_leaves_a_paused_feed_alone(self, client, feed):
        client.post(f"/newsroom/feeds/{feed.pk}/pause/")
        path = f"/newsroom/feeds/{feed.pk}/asking/"
        assert path not in client.get(f"/newsroom/feeds/{feed.pk}/").text

        told = client.post(path)["Location"]

        assert "is paused, and was not asked" in client.get(told).text
        assert Feed.objects.get().next_at is None

    def test_is_for_who_looks_after_the_feed(self, client, feed, user):
        client.force_login(user)

        answer = client.post(f"/newsroom/feeds/{feed.pk}/asking/")

        assert answer.status_code == 404
