"""What is said about a text before it is posted."""

import pytest

from rostra.forum.services.moderating import hide_post
from rostra.forum.services.replying import post_reply
from rostra.forum.services.warning import warnings_about

pytestmark = pytest.mark.django_db

LINK = "https://www.example.com/tide/?b=2&a=1"


@pytest.fixture
def posted(make_user, topic):
    return post_reply(author=make_user(), topic_id=topic.pk, source=f"Look: {LINK}")


@pytest.fixture
def about(user, topic):
    return lambda source: warnings_about(author=user, topic_id=topic.pk, source=source)


@pytest.mark.parametrize(
    "again",
    [
        LINK,
        "see [this](http://example.com/tide?a=1&b=2) one",
        "https://www.example.com/tide/?b=2&a=1&utm_source=x&fbclid=y#part",
        f"{LINK} and {LINK}",
    ],
)
def test_a_link_that_was_posted_already_is_named_once(again, posted, about):
    assert about(again) == ["example.com/tide was posted here already, in #2."]


@pytest.mark.parametrize(
    "other",
    [
        "https://www.example.com/tide/?b=2",
        "https://www.example.com/tides?a=1&b=2",
        "https://example.com.evil.example/tide?a=1&b=2",
        "example.com is a nice site, and /tide/ too",
        "me@example.com",
        f"`{LINK}`",
    ],
)
def test_another_link_is_not(other, posted, about):
    assert about(other) == []


def test_a_link_in_a_quote_is_not(posted, about):
    quote = f"> @x [said](/post/{posted.pk}/):\n>\n> Look: {LINK}\n\nSo it is."

    assert about(quote) == []


def test_a_link_that_is_hidden_is_not(posted, about, moderator):
    hide_post(moderator=moderator, post_id=posted.pk, reason="spam")

    assert about(LINK) == []


def test_nothing_is_said_of_a_topic_that_one_cannot_see(user, make_topic, moderator):
    private = make_topic(audience="staff", source=LINK)

    said = warnings_about(author=user, topic_id=private.pk, source=LINK)

    assert said == []
    assert warnings_about(author=moderator, topic_id=private.pk, source=LINK)


def test_nothing_is_said_of_a_text_that_is_refused(about):
    assert about("a" * 70_000) == []


@pytest.mark.parametrize("source", ["", "%", "_" * 50, "http://[bad", "<https://[bad>"])
def test_no_text_is_in_the_way(source, posted, about):
    assert about(source) == []
