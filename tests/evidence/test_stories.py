"""Claims in the topic of a story: of its own text, and of what readers say under it."""

import pytest

from rostra.evidence.services.claiming import claim_from_post
from rostra.forum.services.replying import post_reply
from rostra.news.services.publishing import publish_story


@pytest.fixture
def story(make_user, category, site):
    return publish_story(
        house=make_user("Wire", is_house=True),
        category_id=category.pk,
        headline="Barrier closed late, pilots say",
        body="<p>All gates were shut.</p>",
        original_url="https://www.wire.example/1",
    )


@pytest.fixture
def shown(client, story):
    def shown(by=None):
        if by:
            client.force_login(by)
        return client.get(story.topic.get_absolute_url()).content.decode()

    return shown


def test_a_curator_makes_a_claim_from_the_menu_of_a_story(
    shown, story, moderator, user, client
):
    opening = story.topic.posts.get(number=1)
    address = f"/post/{opening.pk}/claim/"

    page = shown(moderator)

    assert f'<a class="item" href="{address}"' in page
    assert f"/post/{opening.pk}/ask-source/" not in page
    made = client.post(address, {"words": "All gates were shut."})
    assert made.status_code == 303
    assert 'class="claimed"' in shown()
    assert address not in shown(user)


class TestPanel:
    def test_does_not_say_that_a_story_asserts_what_a_comment_does(
        self, shown, story, moderator, user
    ):
        said = post_reply(author=user, topic_id=story.topic_id, source="I saw it open.")
        claim_from_post(curator=moderator, post_id=said.pk, words="I saw it open.")

        page = shown()

        assert "What comments assert" in page
        assert "What the story and its sources assert" not in page

    def test_has_those_of_the_story_first_and_those_of_comments_apart(
        self, shown, story, moderator, user
    ):
        said = post_reply(author=user, topic_id=story.topic_id, source="I saw it open.")
        claim_from_post(curator=moderator, post_id=said.pk, words="I saw it open.")
        opening = story.topic.posts.get(number=1)
        words = "All gates were shut."
        claim_from_post(curator=moderator, post_id=opening.pk, words=words)

        panel = (
            shown().partition('<section class="claims')[2].partition("</section>")[0]
        )

        own, _apart, rest = panel.partition("Asserted in comments, not in the story")
        assert "What the story and its sources assert" in own
        assert words in own
        assert "I saw it open." not in own
        assert "I saw it open." in rest
