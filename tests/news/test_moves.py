"""A feed that has moved for good is followed, but not at the first word."""

import pytest

from rostra.foundation.outgoing import Refused, fetch
from rostra.news.models import Feed
from rostra.news.services.moves import OFTEN
from rostra.news.services.polling import Answer, note_answer, poll_feed
from tests.news.feed_server import item, rss

pytestmark = pytest.mark.django_db
THERE = "https://new.example/feed"


@pytest.fixture
def feed(make_feed):
    return make_feed("http://old.example/feed")


def says(feed, moved, times=1):
    for _time in range(times):
        note_answer(feed_id=feed.pk, answer=Answer(is_same=True, moved=moved), took=0.1)
    feed.refresh_from_db()
    return feed


def test_it_is_followed_after_it_has_said_so_often(feed):
    assert says(feed, THERE, OFTEN - 1).address == "http://old.example/feed"
    assert (feed.moved_to, feed.moved_times) == (THERE, OFTEN - 1)

    assert says(feed, THERE).address == THERE
    assert (feed.moved_to, feed.moved_times) == ("", 0)


@pytest.mark.parametrize("between", ["", "https://other.example/"])
def test_it_must_say_the_same_each_time(feed, between):
    says(feed, THERE, OFTEN - 1)
    says(feed, between)

    assert says(feed, THERE).address == "http://old.example/feed"


def test_an_answer_that_failed_changes_nothing(feed):
    says(feed, THERE, OFTEN - 1)
    note_answer(feed_id=feed.pk, answer=Answer(error="It is broken."), took=0.1)

    assert says(feed, THERE).address == THERE


def test_encryption_is_not_given_up(make_feed):
    feed = make_feed("https://old.example/feed")

    assert (
        says(feed, "http://new.example/", OFTEN).address == "https://old.example/feed"
    )


def test_a_feed_that_is_here_already_is_not_doubled(feed, make_feed):
    make_feed(THERE)

    assert says(feed, THERE, OFTEN).address == "http://old.example/feed"


def test_an_editor_is_told_that_two_feeds_are_one(
    feed, make_feed, editor, client_of, site
):
    other = make_feed(THERE)
    page = f"/newsroom/feeds/{feed.pk}/"

    says(feed, THERE, OFTEN - 1)
    assert "The two are one" not in client_of(editor).get(page).text
    says(feed, THERE, OFTEN)

    assert feed.moved_times == OFTEN
    assert "The two are one" in client_of(editor).get(page).text
    Feed.objects.filter(pk=other.pk).delete()
    assert says(feed, THERE).address == THERE


def test_redirects_are_told_apart(server, make_feed):
    end = server.says("/end", rss(item(1)))
    kept = server.says("/kept", b"", 301, Location=end)
    feed = make_feed(kept)

    for _time in range(OFTEN):
        poll_feed(Feed.objects.get())

    assert Feed.objects.get(pk=feed.pk).address == end


def test_temporary_redirects_are_not_remembered(server, make_feed):
    end = server.says("/end", rss(item(1)))
    feed = make_feed(server.says("/now", b"", 302, Location=end))

    poll_feed(feed)

    assert Feed.objects.get().moved_to == ""


def test_a_private_address_is_never_followed(server, make_feed):
    feed = make_feed(server.says("/kept", b"", 301, Location="http://127.0.0.2/"))

    for _time in range(OFTEN):
        answer = poll_feed(Feed.objects.get())

    assert "It was not asked" in answer.error
    assert Feed.objects.get().address == feed.address
    with pytest.raises(Refused):
        fetch("http://127.0.0.2/")


@pytest.mark.parametrize("status", [200, 410, 500])
def test_what_an_old_address_answers_is_not_noted_of_a_new_one(
    server, make_feed, status
):
    url = server.says("/old", rss(item(1)), status, ETag='"old"')
    feed = make_feed(url)
    asked = Feed.objects.get()
    Feed.objects.update(address=server.url + "/new")  # An editor was quicker.
    before = Feed.objects.values().get()

    poll_feed(asked)

    assert server.asked["/old"] == 1
    assert Feed.objects.values().get() == before
    assert not feed.entries.exists()
