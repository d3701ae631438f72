from datetime import time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Category
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Feed, FeedEntry, Story
from rostra.news.selectors.waiting_stories import Waiting, waiting_stories
from rostra.news.services import removing_feeds
from rostra.news.services.feeding import (
    Handling,
    add_feed,
    add_outlines,
    change_feed,
    pause_feed,
)
from rostra.news.services.polling import poll_feed, start_polling
from rostra.news.services.removing_feeds import finish_removals, remove_feed
from rostra.news.services.trying import find_feed, try_feed
from tests.news.feed_server import item, rss

pytestmark = pytest.mark.django_db
OPML = b"""<opml version="2.0"><body>
<outline text="A" xmlUrl="http://a.example/feed"/><outline xmlUrl="http://b.example/feed"/>
<outline text="again" xmlUrl="http://wire.example/feed"/></body></opml>"""


@pytest.fixture
def handling(house, category):
    return Handling(house.pk, category.pk)


class TestAdding:
    def test_twice_is_once(self, make_feed):
        assert make_feed() == make_feed()
        assert Feed.objects.get().title == "wire.example"

    def test_is_for_editors(self, user, handling):
        with pytest.raises(PermissionDenied):
            add_feed(editor=user, address="http://a.example/", handling=handling)

    @pytest.mark.parametrize(
        "address", ["", "javascript:1", "/feed", "http://", "x" * 2_000]
    )
    def test_wants_an_address(self, editor, handling, address):
        with pytest.raises(ValidationError):
            add_feed(editor=editor, address=address, handling=handling)

    @pytest.mark.parametrize(
        "wrong", [{"words": 0}, {"minutes": 0}, {"quiet_from": time(1)}]
    )
    def test_wants_sense(self, make_feed, wrong):
        with pytest.raises(ValidationError):
            make_feed(**wrong)

    def test_wants_a_house_account_and_a_category_the_editor_sees(
        self, editor, user, house, category, make_category
    ):
        with pytest.raises(ValidationError):
            add_feed(
                editor=editor,
                address="http://a.example/",
                handling=Handling(user.pk, category.pk),
            )
        with pytest.raises(NotVisible):
            add_feed(
                editor=editor,
                address="http://a.example/",
                handling=Handling(house.pk, 999),
            )

    def test_a_list_adds_what_is_new_and_holds_it(
        self, editor, make_feed, house, category
    ):
        make_feed()

        added = add_outlines(
            editor=editor,
            data=OPML,
            handling=Handling(house.pk, category.pk, arrival="publish"),
        )

        assert (added.new, added.named) == (2, 3)
        assert Feed.objects.filter(arrival="hold").count() == 2
        assert set(Feed.objects.values_list("title", flat=True)) == {
            "A",
            "b.example",
            "wire.example",
        }


class TestChanging:
    def test_another_address_is_asked_at_once(self, editor, make_feed, handling):
        feed = make_feed()
        Feed.objects.update(
            etag="x", failures=3, last_error="e", next_at="2030-01-01T00:00Z"
        )

        changed = change_feed(
            editor=editor,
            feed_id=feed.pk,
            address="http://b.example/",
            title="B",
            handling=handling,
        )

        assert (changed.etag, changed.failures, changed.title) == ("", 0, "B")
        assert changed.next_at.year < 2030

    def test_an_address_is_taken_once(self, editor, make_feed, handling):
        make_feed("http://a.example/")
        feed = make_feed("http://b.example/")

        with pytest.raises(ValidationError):
            change_feed(
                editor=editor,
                feed_id=feed.pk,
                address="http://a.example/",
                title="",
                handling=handling,
            )

    def test_pausing_and_going_on(self, editor, make_feed):
        feed = make_feed()

        assert (
            pause_feed(editor=editor, feed_id=feed.pk, is_paused=True).next_at is None
        )
        assert pause_feed(editor=editor, feed_id=feed.pk, is_paused=False).next_at

    def test_removing_leaves_the_stories(self, server, editor, make_feed):
        feed = make_feed(server.says("/feed", rss(item(1))))
        poll_feed(feed)

        remove_feed(editor=editor, feed_id=feed.pk)
        remove_feed(editor=editor, feed_id=feed.pk)

        assert (Feed.objects.count(), Story.objects.count()) == (0, 1)

    def test_removing_drops_what_waits_at_once_and_the_rest_in_pieces(
        self, server, editor, make_feed, monkeypatch, django_assert_max_num_queries
    ):
        url = server.says("/feed", rss(*(item(n) for n in range(5))))
        feed = make_feed(url, arrival="hold")
        poll_feed(feed)
        assert feed.entries.filter(state="held").count() == 5
        monkeypatch.setattr(removing_feeds, "AT_ONCE", 2)

        with django_assert_max_num_queries(12):
            remove_feed(editor=editor, feed_id=feed.pk)

        assert waiting_stories(editor=editor) == Waiting((), (), ())
        assert start_polling() == 0
        with pytest.raises(NotVisible):
            pause_feed(editor=editor, feed_id=feed.pk, is_paused=False)
        again = make_feed(url, arrival="hold")
        assert again.pk != feed.pk
        assert finish_removals(seconds=0) == 0
        assert finish_removals(seconds=30) == 5
        assert list(Feed.with_removed.all()) == [again]
        assert not FeedEntry.objects.exists()
        with django_assert_max_num_queries(1):
            assert finish_removals() == 0

    def test_where_it_posts_is_not_removed(
        self, make_feed, category, make_user, client_of, site
    ):
        make_feed()
        owner, page = client_of(make_user(role="owner")), "/control/categories/"

        refused = owner.post(f"{page}{category.pk}/", {"_method": "delete"})

        assert refused.status_code == 422
        assert "still posts here" in refused.text
        assert Category.objects.filter(pk=category.pk).exists()

    def test_is_for_editors_and_of_what_is_there(
        self, editor, user, make_feed, handling
    ):
        feed = make_feed()
        remove_feed(editor=user, feed_id=feed.pk)
        assert Feed.objects.filter(pk=feed.pk).exists()
        with pytest.raises(NotVisible):
            pause_feed(editor=user, feed_id=feed.pk, is_paused=True)
        with pytest.raises(NotVisible):
            try_feed(editor=user, feed_id=feed.pk)
        with pytest.raises(PermissionDenied):
            find_feed(editor=user, address="http://a.example/")
        with pytest.raises(NotVisible):
            change_feed(
                editor=editor,
                feed_id=999,
                address="http://a.example/",
                title="",
                handling=handling,
            )


class TestTrying:
    def test_shows_what_would_be_posted_and_posts_nothing(
        self, server, editor, make_feed
    ):
        url = server.says("/feed", rss(item(1), item(2, "Horoscope for today")))
        feed = make_feed(url, never_with="horoscope", shows="part", words=1)

        tried = try_feed(editor=editor, feed_id=feed.pk)

        first, second = tried.entries
        assert (first.headline, first.text, first.unwanted) == (
            "Story number 1",
            "What …",
            "",
        )
        assert "horoscope" in second.unwanted
        assert FeedEntry.objects.count() == Story.objects.count() == 0
        assert Feed.objects.get().polls == []

    def test_tells_what_is_wrong(self, server, editor, make_feed):
        feed = make_feed(server.says("/feed", b"no"))

        assert "no feed" in try_feed(editor=editor, feed_id=feed.pk).error


class TestFinding:
    def test_a_feed_is_found_itself(self, server, editor):
        found = find_feed(
            editor=editor, address=server.says("/feed", rss(title="A wire"))
        )

        assert (found.address, found.title) == (f"{server.url}/feed", "A wire")

    def test_a_page_offers_the_feeds_of_its_site(self, server, editor):
        page = b'<html><link rel="alternate" type="application/atom+xml" href="/a" title="All">'

        found = find_feed(editor=editor, address=server.says("/", page))

        assert found.offered == ((f"{server.url}/a", "All"),)

    @pytest.mark.parametrize(
        "address", ["http://10.1.2.3/", "nowhere", "http://[", "http://127.0.0.3/"]
    )
    def test_what_cannot_be_asked_is_told(self, server, editor, address):
        assert find_feed(editor=editor, address=address).error
