"""Lists say which stories were corrected, and which withdrawn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostra.forum.services.moderating import hide_post
from rostra.forum.services.moving import merge_topics, split_topic
from rostra.forum.services.replying import post_reply
from rostra.news.models import FeedEntry
from rostra.news.services.publishing import (
    correct_story,
    publish_story,
    update_story,
    withdraw_story,
)
from rostra.news.services.restoring import restore_story
from tests.news.taking_back.surge import NOON, entry, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(house, category):
    return publish_story(
        house=house,
        category_id=category.pk,
        headline="Barrier closed two hours late",
        body="<p>The surge was 4.2 metres.</p>",
        published_at=NOON,
    )


@pytest.fixture
def correct(house, story):
    def correct():
        body = "<p>The surge was 3.8 metres.</p>"
        said = {"correction": "It was 3.8 metres.", "body": body}
        correct_story(house=house, topic_id=story.topic_id, **said)

    return correct


@pytest.fixture
def lists(client, site, category):
    def lists():
        paths = ("/", "/latest/", category.get_absolute_url())
        return [client.get(path).content.decode() for path in paths]

    return lists


def test_a_corrected_story_says_so_in_each_list(lists, correct):
    assert not any("Corrected" in page for page in lists())

    correct()

    # On the front page it stands among the newest stories, too.
    assert [page.count("Corrected") for page in lists()] == [2, 1, 1]


def test_an_update_is_no_correction(lists, house, story):
    update_story(house=house, topic_id=story.topic_id, body="<p>It rose.</p>")

    assert not any("Corrected" in page for page in lists())


def test_a_withdrawn_story_says_so_and_not_what_was_wrong_before(
    lists, correct, house, story
):
    correct()
    withdraw_story(house=house, topic_id=story.topic_id)

    for page in lists():
        assert page.count("Withdrawn") == 1
        assert "Corrected" not in page


def test_one_that_was_put_back_is_a_story_as_any(lists, make_feed, editor):
    feed = make_feed()
    take(feed, entry())
    take(feed, entry(status="withheld"))
    assert all("Withdrawn" in page for page in lists())

    take(feed, entry())
    # It waits for an editor, and stays withdrawn until then.
    assert all("Withdrawn" in page for page in lists())
    restore_story(editor=editor, entry_id=FeedEntry.objects.get().pk)

    assert not any("Withdrawn" in page for page in lists())


def test_nothing_is_said_of_a_hidden_story(lists, correct, story, moderator):
    correct()
    opening = story.topic.posts.get(number=1)
    hide_post(moderator=moderator, post_id=opening.pk, reason="Unfit")

    assert not any("Corrected" in page for page in lists())


def test_replies_that_were_split_off_were_not_corrected(
    lists, correct, story, user, moderator
):
    correct()
    reply = post_reply(author=user, topic_id=story.topic_id, source="And now?")
    split = {
        "topic_id": story.topic_id,
        "post_ids": [reply.pk],
        "title": "And what now?",
    }
    split_topic(moderator=moderator, **split)

    assert lists()[1].count("Corrected") == 1


def test_a_story_goes_on_saying_so_where_it_opens_another_topic(
    lists, correct, story, moderator, make_topic, category
):
    correct()
    other = make_topic(category=category)
    ids = {"topic_id": story.topic_id, "into_id": other.pk}
    merge_topics(moderator=moderator, **ids)

    assert lists()[1].count("Corrected") == 1


def test_it_is_one_query_and_none_while_nothing_was_written(
    client, site, correct, client_of, user
):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client_of(user).get("/latest/")
        return len([q for q in queries if "news_story" in q["sql"]])

    assert asked() == 0

    correct()

    assert [asked(), asked()] == [1, 0]
