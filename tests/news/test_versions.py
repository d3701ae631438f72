import pytest

from rostra.forum.services.moderating import hide_topic
from rostra.forum.services.replying import post_reply
from rostra.news.services.publishing import (
    correct_story,
    publish_story,
    update_story,
    withdraw_story,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(house, category):
    return publish_story(
        house=house,
        category_id=category.pk,
        headline="Barrier closed two hours late",
        body="<p>The surge was 4.2 metres.</p>",
    )


def versions(client, story):
    return client.get(f"/topic/{story.topic_id}/versions/")


def test_the_card_says_which_version_it_is(client, site, house, story):
    page = story.topic.get_absolute_url()
    assert 'data-story-version="1"' in client.get(page).content.decode()

    update_story(house=house, topic_id=story.topic_id, body="<p>It was 4.4 metres.</p>")

    shown = client.get(page).content.decode()
    assert 'data-story-version="2"' in shown
    assert f'href="/topic/{story.topic_id}/versions/"' in shown


def test_the_page_shows_what_changed_the_newest_first(client, site, house, story):
    update_story(
        house=house, topic_id=story.topic_id, headline="Barrier closed late, at four"
    )
    body = "<p>The surge was 4.4 metres.</p>"
    correct_story(
        house=house, topic_id=story.topic_id, correction="It was 4.4 m.", body=body
    )

    page = versions(client, story).content.decode()

    places = [page.index(f'data-story-version="{number}"') for number in (3, 2, 1)]
    assert places == sorted(places)
    assert "It was 4.4 m." in page
    assert "<del>" in page
    assert "<ins>" in page


def test_a_correction_leads_to_what_changed(client, site, house, story):
    page = story.topic.get_absolute_url()
    correct_story(house=house, topic_id=story.topic_id, correction="It was 4.4 m.")

    notice = client.get(page).content.decode().partition('class="notice caution"')[2]

    notice = notice.partition("</div>")[0]
    assert f'<a href="/topic/{story.topic_id}/versions/">What changed</a>' in notice


def test_a_withdrawn_story_leads_to_no_empty_versions(client, site, house, story, user):
    post_reply(author=user, topic_id=story.topic_id, source="Four metres!")
    correct_story(house=house, topic_id=story.topic_id, correction="It was 4.4 m.")
    withdraw_story(house=house, topic_id=story.topic_id)
    post_reply(author=user, topic_id=story.topic_id, source="And now?")

    page = client.get(story.topic.get_absolute_url()).content.decode()

    assert "The story was withdrawn here." in page
    assert "answers version 1" in page
    assert f"/topic/{story.topic_id}/versions/" not in page


def test_what_a_withdrawn_story_said_is_nowhere(client, site, house, story):
    update_story(house=house, topic_id=story.topic_id, body="<p>Secret 4.4 metres.</p>")
    withdraw_story(house=house, topic_id=story.topic_id, reason="Legal reasons.")

    page = versions(client, story).content.decode()

    assert "Legal reasons." in page
    assert "metres" not in page
    assert "metres" not in client.get(story.topic.get_absolute_url()).content.decode()


def test_whoever_may_not_read_the_story_finds_no_versions(
    client, site, story, moderator, client_of
):
    hide_topic(moderator=moderator, topic_id=story.topic_id)

    assert versions(client, story).status_code == 404


def test_the_page_costs_the_same_however_many_there_are(
    client, site, house, story, django_assert_max_num_queries
):
    for number in range(5):
        update_story(
            house=house, topic_id=story.topic_id, body=f"<p>Text {number}.</p>"
        )
    versions(client, story)

    with django_assert_max_num_queries(5):
        versions(client, story)
