"""Stories that resemble a text are found in the tables, and only by who may see them."""

from datetime import UTC, datetime, timedelta

import pytest

from rostra.accounts.models import Guest
from rostra.forum.services.moderating import hide_topic
from rostra.news.models import Print, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.resembling import words_of
from rostra.news.selectors.resembling import stories_resembling
from rostra.news.services.printing import WINDOW, forget_old_prints
from rostra.news.services.publishing import publish_story, withdraw_story
from rostra.news.services.taking_in import take_in
from tests.news.test_resembling import MORE, OTHER, WIRE

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
HEADLINE = "Barrier closed two hours late"


@pytest.fixture
def story(make_feed):
    feed = make_feed(shows="link")
    take(feed, WIRE)
    return Story.objects.get()


def take(feed, text, number=1, headline=HEADLINE, now=NOON):
    address = f"https://wire.example/{number}"
    entry = EntryRead(
        id=address,
        address=address,
        addresses=(address,),
        headline=headline,
        body=f"<p>{text}</p>",
    )
    return take_in(feed_id=feed.pk, read=FeedRead("rss", entries=(entry,)), now=now)


def alike(text, reader=None, now=NOON, **how):
    words = words_of("Barrier closed late", text)
    return stories_resembling(reader=reader or Guest(), words=words, now=now, **how)


def test_a_story_is_found_by_all_its_text_even_if_only_a_link_is_shown(
    story, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        (found,) = alike(WIRE + MORE)

    assert found.story == story
    assert (found.likeness.title, found.likeness.text) == (75, 80)


def test_another_event_is_not_found(story):
    assert alike(OTHER) == ()


def test_a_flash_resembles_nothing(story):
    assert alike("Barrier closed late.") == ()


def test_a_story_without_a_feed_is_found(house, category):
    story = publish_story(
        house=house, category_id=category.pk, headline=HEADLINE, body=WIRE, at=NOON
    )

    (found,) = alike(WIRE)

    assert found.story == story


def test_what_a_reader_may_not_see_is_not_found(story, moderator):
    hide_topic(moderator=moderator, topic_id=story.topic_id)

    assert alike(WIRE) == ()


def test_what_is_withdrawn_is_not_found(story, house):
    withdraw_story(house=house, topic_id=story.topic_id)

    assert alike(WIRE) == ()
    assert not Print.objects.exists()


def test_a_changed_text_is_found_by_its_new_words(story):
    take(story.entries.get().feed, OTHER)

    assert alike(WIRE) == ()
    assert alike(OTHER)[0].story == story


def test_after_some_days_the_same_words_are_another_event(story):
    later = NOON + WINDOW + timedelta(hours=1)

    assert alike(WIRE, now=later) == ()
    assert forget_old_prints(later) == 16
    assert forget_old_prints(later) == 0
