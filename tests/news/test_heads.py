"""A story written by hand whose original is talked about here already."""

import pytest
from django.core.exceptions import PermissionDenied

from rostra.forum.models import Topic
from rostra.news.models import Heading, Story
from rostra.news.services.heading import part_heading
from rostra.news.services.heads import APART, HEAD, OriginalIsHere
from rostra.news.services.starting_links import Linked, start_link_topic
from rostra.news.services.writing import Written, write_story

pytestmark = pytest.mark.django_db
PAGE = "https://harbour.example/gate"
NEW = "/newsroom/stories/new/"


@pytest.fixture
def link(user, category):
    """A topic that a member started from the page."""
    linked = Linked(PAGE, "Gate shut late")
    return start_link_topic(
        author=user, category_id=category.pk, linked=linked, source="Look at this."
    )


@pytest.fixture
def write(editor, house, category):
    def write(headline="The gate closed late", body="Late.\n\n## Why\n\nSo.", **more):
        where = {"house_id": house.pk, "category_id": category.pk}
        written = Written(headline, original_url=PAGE, body=body)
        return write_story(editor=editor, written=written, **where, **more)

    return write


def test_it_is_said_before_a_second_topic_begins(link, write):
    with pytest.raises(OriginalIsHere) as told:
        write()

    assert (told.value.topic, told.value.may_head) == (link, True)
    assert not Story.objects.exists()


def test_it_opens_the_topic_that_a_member_started(link, write, editor, user):
    story = write(there=HEAD)

    link.refresh_from_db()
    assert (story.topic, Topic.objects.count()) == (link, 1)
    assert list(link.posts.order_by("number").values_list("author", flat=True)) == [
        story.post.author_id,
        user.pk,
    ]
    assert link.title == "Gate shut late"
    heading = Heading.objects.get()
    assert (heading.story, heading.joined_by) == (story, editor)

    part_heading(editor=editor, story_id=story.pk)
    assert Topic.objects.count() == 2


def test_it_has_a_topic_of_its_own_where_that_is_wanted(link, write):
    assert write(there=APART).topic != link

    assert not Heading.objects.exists()


def test_of_one_that_has_a_story_only_that_is_possible(write):
    first = write()

    for there in ("", HEAD):
        with pytest.raises(OriginalIsHere) as told:
            write("Another headline", there=there)
        assert (told.value.topic, told.value.may_head) == (first.topic, False)

    assert write("Another headline", there=APART).topic != first.topic


@pytest.mark.parametrize("there", ["", HEAD])
def test_the_form_that_is_sent_twice_makes_one(there, link, write):
    if not there:
        Topic.objects.filter(pk=link.pk).delete()

    first = write(there=there, client_token="one")

    assert write(there=there, client_token="one") == first
    assert Story.objects.count() == 1


def test_another_text_under_the_same_headline_is_not_taken_for_it(write):
    first = write(client_token="one")

    with pytest.raises(OriginalIsHere) as told:
        write(body="Later than that.", client_token="two")

    assert told.value.topic == first.topic


def test_what_nobody_may_see_is_not_told(link, write, make_category, moderator):
    link.category = make_category("Cellar", audience="members")
    Topic.objects.filter(pk=link.pk).update(
        category=link.category, hidden_at=link.started_at
    )

    assert write().topic != link


def test_where_an_editor_may_publish_nothing_it_opens_nothing(
    link, write, make_category, monkeypatch
):
    from rostra.foundation.verdicts import Verdict
    from rostra.news.policies import StoryPolicy

    publish = StoryPolicy.publish
    elsewhere = make_category("Cellar")
    Topic.objects.filter(pk=link.pk).update(category=elsewhere)
    refused = Verdict("Not there.")

    def only_here(self, category_id):
        return refused if category_id == elsewhere.pk else publish(self, category_id)

    monkeypatch.setattr(StoryPolicy, "publish", only_here)
    with pytest.raises(OriginalIsHere) as told:
        write()
    assert not told.value.may_head
    with pytest.raises(PermissionDenied):
        write(there=HEAD)


def test_the_page_asks_what_is_wanted_and_keeps_the_text(
    link, site, client, editor, house, category
):
    client.force_login(editor)
    sent = {"headline": "The gate closed late", "body": "Kept words.", "tags": "sea"}
    sent |= {"house": house.pk, "category": category.pk, "original_url": PAGE}

    asked = client.post(NEW, sent)

    page = asked.content.decode()
    assert asked.status_code == 409
    assert f'href="{link.get_absolute_url()}"' in page
    assert "Kept words." in page
    assert 'value="head"' in page
    answer = client.post(NEW, sent | {"there": "head"})
    assert answer["Location"] == link.get_absolute_url()
