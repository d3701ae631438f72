"""One of something is said otherwise than many."""

import re

import pytest

from rostra.forum.models import Topic
from rostra.forum.services.replying import post_reply
from rostra.news.services.publishing import publish_story

pytestmark = pytest.mark.django_db


def words_of(page, begin, end="</p>"):
    """What a page says in an element, without its marks."""
    return re.sub(r"<[^>]*>", "", page.partition(begin)[2].partition(end)[0])


@pytest.mark.parametrize(
    ("many", "said"),
    [(0, ("0 replies", "0 views")), (1, ("1 reply", "1 view"))],
)
def test_lists_say_how_many(client, site, topic, user, many, said):
    if many:
        post_reply(author=user, topic_id=topic.pk, source="It rained.")
    Topic.objects.update(views=many)

    page = client.get("/latest/").content.decode()

    assert words_of(page, '<p class="number">') == said[0]
    assert words_of(page, '<p class="number views">') == said[1]


@pytest.mark.parametrize(
    ("views", "said"),
    [(1, "1 reply, read 1 time."), (2, "1 reply, read 2 times.")],
)
def test_a_topic_says_how_often_it_was_read(client, site, topic, user, views, said):
    post_reply(author=user, topic_id=topic.pk, source="It rained.")
    Topic.objects.update(views=views)

    page = client.get(topic.get_absolute_url()).content.decode()

    assert words_of(page, '<h2>This topic</h2></div>\n<p class="number">') == said


def test_a_guest_is_shown_once_how_to_share_a_story(
    client, site, category, make_user, client_of
):
    house = make_user("Halvern Wire", is_house=True)
    body, headline = "<p>It rained.</p>", "Rain fell on the quay"
    story = publish_story(
        house=house, category_id=category.pk, headline=headline, body=body
    )
    path = story.topic.get_absolute_url()

    page = client.get(path).content.decode()

    card = page.partition("<article")[2].partition("</article>")[0]
    assert card.count(" Share</summary>") == 0
    assert card.count(">Share</span>") == 1
    post_reply(author=make_user(), topic_id=story.topic_id, source="Here, too.")
    assert client.get(path).content.decode().count(" Share</summary>") == 1
    assert " More</summary>" in client_of(make_user()).get(path).content.decode()
