"""The newsroom's pages about joining, asked as a browser without script asks them."""

import pytest
from django.utils import timezone

from rostra.forum.models import Topic
from rostra.forum.services.replying import post_reply
from rostra.news.models import FeedEntry, Outlet, Print, Story
from rostra.news.services.joining import join_entry
from tests.news.test_joining import NOON, courier, entry, story, take, wire
from tests.news.test_resembling import MORE, OTHER, WIRE

__all__ = ["courier", "story", "wire"]
pytestmark = pytest.mark.django_db
HELD, JOINED = "/newsroom/feeds/held/", "/newsroom/feeds/joined/"


@pytest.fixture
def held(story, courier, editor, client, site):
    take(courier, entry("courier", WIRE + MORE))
    client.force_login(editor)
    return courier.entries.get()


def shown(client, path):
    return client.get(path).content.decode()


def test_an_entry_says_what_it_resembles_and_is_joined(client, held, story):
    page = shown(client, HELD)
    assert "80 % of the text and 80 % of the headline are the same" in page
    assert story.topic.get_absolute_url() in page

    answer = client.post(f"{HELD}{held.pk}/", {"how": "join"})

    assert answer.status_code == 303
    assert Outlet.objects.get().entry == held
    assert "Nothing waits" in shown(client, HELD)


def test_the_list_costs_few_queries_however_long(
    client, held, story, courier, django_assert_max_num_queries
):
    take(courier, *(entry("courier", WIRE + MORE, number=n) for n in range(2, 9)))

    with django_assert_max_num_queries(8):
        assert shown(client, HELD).count("It seems to tell") == 8


def test_the_two_texts_stand_side_by_side(client, held):
    page = shown(client, f"{HELD}{held.pk}/beside/")

    assert "Two texts compared" in page
    assert "<ins>" in page
    assert "Insurers put the damage" in page
    assert "Barrier closed late, says wire" in page


def test_a_story_that_is_gone_is_not_joined_and_the_page_says_so(client, held, story):
    Story.objects.update(status="withdrawn")

    answer = client.post(f"{HELD}{held.pk}/", {"how": "join"})

    assert answer.status_code == 422
    assert "no longer here" in answer.content.decode()
    assert client.get(f"{HELD}{held.pk}/beside/").status_code == 404


def test_a_story_that_an_editor_may_not_see_is_not_named(client, held):
    Topic.objects.update(hidden_at=NOON)

    page = shown(client, HELD)

    assert "Barrier closed late, says wire" not in page
    assert client.get(f"{HELD}{held.pk}/beside/").status_code == 404


def test_what_was_joined_is_listed_and_parted_again(client, held, editor):
    join_entry(editor=editor, entry_id=held.pk, now=NOON)
    page = shown(client, JOINED)
    assert "Barrier closed late, says courier" in page
    assert "By Edda" in page

    client.post(f"{JOINED}{Outlet.objects.get().pk}/")

    assert "Nothing is joined yet" in shown(client, JOINED)
    assert FeedEntry.objects.get(pk=held.pk).state == "held"


def test_two_topics_are_joined_by_their_addresses(client, held, story, make_feed):
    take(make_feed("http://late.example/"), entry("late", WIRE + MORE))
    late = Story.objects.exclude(pk=story.pk).get()

    address = f"https://site.example{late.topic.get_absolute_url()}?page=2"
    sent = {"topic": address, "other": str(story.topic_id)}
    asked = client.post(JOINED, sent)

    assert "Join these two?" in asked.text
    assert "80 % of the text" in asked.text
    for headline in (late.headline, story.headline):
        assert headline in asked.text
    assert not Outlet.objects.exists()
    answer = client.post(JOINED, sent | {"sure": "on"})
    assert "Joined to:" in shown(client, answer["Location"])
    assert Outlet.objects.get().merged == late
    assert "topic of its own again" in shown(client, JOINED)


def test_stories_that_tell_the_same_are_offered(
    client, held, story, make_feed, django_assert_max_num_queries
):
    now = timezone.now()
    Print.objects.update(at=now)
    for host, text in (("late", WIRE + MORE), ("else", OTHER)):
        take(make_feed(f"http://{host}.example/"), entry(host, text), now=now)

    late = Story.objects.get(headline__endswith="late")
    with django_assert_max_num_queries(14):
        page = shown(client, f"{JOINED}?topic={late.topic_id}")

    assert "These seem to tell the same" in page
    assert f'name="other" value="{story.topic_id}"' in page
    assert "says else" not in page


def test_the_text_of_a_joined_story_is_told_from_comments(
    client, held, story, make_feed, user
):
    take(make_feed("http://late.example/"), entry("late", WIRE + MORE))
    late = Story.objects.exclude(pk=story.pk).get()
    post_reply(author=user, topic_id=story.topic_id, source="Is my cellar safe?")
    path = story.topic.get_absolute_url()
    assert "data-joined" not in shown(client, path)

    sent = {"topic": late.topic_id, "other": story.topic_id, "sure": "on"}
    client.post(JOINED, sent)

    page = shown(client, path)
    assert page.count("data-joined") == 1
    above = page.partition("data-joined")[2]
    assert "What follows is its own text, and no comment." in above
    assert f'data-post-id="{late.post_id}"' in above
    client.post(f"{JOINED}{Outlet.objects.get().pk}/")
    assert "data-joined" not in shown(client, path)
    assert "data-joined" not in shown(client, late.topic.get_absolute_url())


def test_two_that_are_not_alike_are_joined_only_by_who_has_read_that(
    client, held, story, make_feed
):
    take(make_feed("http://else.example/"), entry("else", OTHER))
    other = Story.objects.exclude(pk=story.pk).get()

    asked = client.post(JOINED, {"topic": other.topic_id, "other": story.topic_id})

    assert "Join them only if both tell the same news." in asked.text
    assert not Outlet.objects.exists()


@pytest.mark.parametrize(
    ("topic", "other", "says"),
    [
        ("", "x", "Give the address of a topic."),
        ("999", "998", "One of these topics is not there."),
        ("/topic/{pk}-x/", "{pk}", "Choose two different topics."),
    ],
)
def test_a_wrong_address_is_told_next_to_the_field(
    client, held, story, topic, other, says
):
    fields = {"topic": topic, "other": other}
    sent = {name: words.format(pk=story.topic_id) for name, words in fields.items()}

    answer = client.post(JOINED, sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert f'value="{sent["other"]}"' in page


def test_others_find_none_of_it(client, held, user):
    client.force_login(user)

    for path in (JOINED, f"{HELD}{held.pk}/beside/"):
        assert client.get(path).status_code == 404
    assert client.post(f"{JOINED}1/").status_code == 404


def test_words_of_entries_are_only_words(client, held):
    bad = "<script>alert(1)</script>"
    FeedEntry.objects.filter(pk=held.pk).update(
        told=held.told | {"headline": bad, "body": f"<p>{bad}{WIRE}</p>"}
    )

    for path in (HELD, f"{HELD}{held.pk}/beside/"):
        assert bad not in shown(client, path)
