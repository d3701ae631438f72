from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings

from rostra.forum.models import Post, Quote, Revision, Topic
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.editing import edit_post
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.moderating import lock_topic
from rostra.forum.services.replying import post_reply
from rostra.foundation.markup import normalise, render
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Story
from rostra.news.services.publishing import (
    correct_story,
    publish_story,
    withdraw_story,
)
from rostra.news.services.story_text import as_markdown, plain_text
from rostra.news.story_pictures import Picture

BODY = "<p>The surge was 4.2 metres.</p><h2>What next</h2><p>Nobody knows.</p>"


@pytest.fixture
def house(make_user):
    return make_user("Halvern Wire", is_house=True)


@pytest.fixture
def publish(house, category):
    def publish(headline="Barrier closed two hours late", **parts):
        parts.setdefault("body", BODY)
        return publish_story(
            house=house, category_id=category.pk, headline=headline, **parts
        )

    return publish


def opening(story: Story) -> Post:
    return story.topic.posts.get(number=1)


def quoting(story: Story, author, words: str) -> Post:
    source = as_quote("Halvern Wire", opening(story).pk, words) + "Really?"
    return post_reply(author=author, topic_id=story.topic_id, source=source)


class TestPublish:
    def test_makes_a_topic_that_opens_with_the_story(self, publish, house, now):
        story = publish(
            standfirst="Nobody said when.",
            dateline="Stellmouth",
            agency="Halvern Wire",
            language="en",
            tags=("flooding",),
            at=now - timedelta(hours=2),
        )

        topic = Topic.objects.get(pk=story.topic_id)
        assert (topic.title, topic.is_story) == ("Barrier closed two hours late", True)
        assert (topic.author, topic.language) == (house, "en")
        assert topic.tag_names == ["flooding"]
        assert story.published_at == topic.started_at == now - timedelta(hours=2)
        assert '<span class="dateline">Stellmouth</span>' in story.body_html
        assert "(Halvern Wire) — The surge" in story.body_html

    def test_the_opening_post_says_what_the_story_says(self, publish):
        story = publish(standfirst="It was *late*.")

        text = plain_text(opening(story).html)
        assert text.split("\n\n") == [
            "It was *late*.",
            "The surge was 4.2 metres.",
            "What next",
            "Nobody knows.",
        ]

    def test_a_headline_and_a_link_are_enough(self, publish):
        story = publish(body="", original_url="https://wire.example/7")

        assert (story.body_html, story.image, story.byline) == ("", "", "")
        assert plain_text(opening(story).html) == "Barrier closed two hours late"

    def test_a_very_long_headline_is_cut_in_the_title_alone(self, publish):
        story = publish("Court rules " + "that water is wet " * 13)

        assert story.topic.title.endswith("…")
        assert len(story.topic.title) <= 200 < len(story.headline)

    def test_scripts_in_a_feed_do_not_come_through(self, publish):
        story = publish(body='<p onclick="x()">Hello<script>alert(1)</script></p>')

        shown = story.body_html + opening(story).html
        assert "script" not in shown
        assert "onclick" not in shown

    def test_is_for_house_accounts_and_moderators(self, user, moderator, category):
        with pytest.raises(PermissionDenied, match="Only house accounts"):
            publish_story(house=user, category_id=category.pk, headline="My own news")
        assert not Story.objects.exists()

        publish_story(house=moderator, category_id=category.pk, headline="Our own news")
        assert Story.objects.count() == 1

    def test_a_category_that_cannot_be_seen_is_not_there(self, house, make_category):
        staff = make_category(audience="staff")

        with pytest.raises(NotVisible):
            publish_story(house=house, category_id=staff.pk, headline="A secret story")


class TestCorrect:
    def test_changes_the_text_and_says_what_was_wrong(self, publish, house):
        story = publish()

        correct_story(
            house=house,
            topic_id=story.topic_id,
            correction="It was 3.8 metres.",
            body=BODY.replace("4.2", "3.8"),
        )

        story.refresh_from_db()
        assert story.status == "corrected"
        assert story.correction == "It was 3.8 metres."
        assert "3.8" in story.body_html
        assert "3.8" in opening(story).html
        assert "4.2" in opening(story).revisions.get().html

    def test_marks_quotes_of_what_it_said_before(self, publish, house, user):
        story = publish()
        quoting(story, user, "The surge was 4.2 metres.")
        assert Quote.objects.get().state == "exact"

        correct_story(
            house=house,
            topic_id=story.topic_id,
            correction="It was 3.8 metres.",
            body=BODY.replace("4.2", "3.8"),
        )

        judge_waiting_quotes()
        assert Quote.objects.get().state == "edited"

    def test_gets_through_when_the_topic_is_locked(self, publish, house, moderator):
        story = publish()
        lock_topic(moderator=moderator, topic_id=story.topic_id)

        correct_story(
            house=house,
            topic_id=story.topic_id,
            correction="Wrong.",
            body="<p>Right.</p>",
        )

        assert "Right." in opening(story).html

    def test_needs_to_say_what_was_wrong(self, publish, house):
        story = publish()

        with pytest.raises(ValidationError):
            correct_story(house=house, topic_id=story.topic_id, correction=" ")

    def test_is_refused_to_members_and_for_topics_without_story(
        self, publish, house, user, topic
    ):
        story = publish()

        with pytest.raises(PermissionDenied):
            correct_story(house=user, topic_id=story.topic_id, correction="No.")
        with pytest.raises(NotVisible):
            correct_story(house=house, topic_id=topic.pk, correction="No.")


class TestWithdraw:
    def test_removes_text_and_earlier_text_and_keeps_the_comments(
        self, publish, house, user
    ):
        story = publish(standfirst="It was late.")
        correct_story(
            house=house,
            topic_id=story.topic_id,
            correction="Wrong.",
            body="<p>The surge was small.</p>",
        )
        reply = post_reply(author=user, topic_id=story.topic_id, source="I saw it.")

        withdraw_story(house=house, topic_id=story.topic_id, reason="Not ours.")

        story.refresh_from_db()
        assert (story.status, story.correction) == ("withdrawn", "Not ours.")
        assert not story.body_html + story.standfirst + story.image
        kept = Post.objects.values_list("source", "html")
        earlier = Revision.objects.values_list("source", "html")
        assert not any("surge" in text for row in [*kept, *earlier] for text in row)
        assert Post.objects.get(pk=reply.pk).source == "I saw it."

    def test_removes_the_words_from_quotes_and_from_their_earlier_texts(
        self, publish, house, user
    ):
        story = publish()
        post = quoting(story, user, "The surge was 4.2 metres.\n\nNobody knows.")
        edit_post(editor=user, post_id=post.pk, source=post.source + " I wonder.")

        withdraw_story(house=house, topic_id=story.topic_id)

        post.refresh_from_db()
        texts = [
            post.source,
            post.html,
            *post.revisions.values_list("source", flat=True),
        ]
        assert not any("4.2" in text or "Nobody knows" in text for text in texts)
        assert "Really? I wonder." in post.source
        assert Quote.objects.get().state == "gone"

    def test_removes_the_picture_unless_another_story_shows_it(
        self, publish, house, tmp_path, django_capture_on_commit_callbacks
    ):
        picture = tmp_path / "media" / "stories" / "gate.jpg"
        picture.parent.mkdir(parents=True)
        picture.write_bytes(b"a picture")
        shown = (Picture("stories/gate.jpg", 10, 10),)
        one, two = publish(pictures=shown), publish("Barrier opens", pictures=shown)

        with override_settings(ROSTRA_DATA=tmp_path):
            with django_capture_on_commit_callbacks(execute=True):
                withdraw_story(house=house, topic_id=one.topic_id)
            assert picture.exists()
            with django_capture_on_commit_callbacks(execute=True):
                withdraw_story(house=house, topic_id=two.topic_id)

        assert not picture.exists()

    def test_makes_kept_pages_old(
        self, publish, house, django_capture_on_commit_callbacks
    ):
        story = publish()
        names = (f"topic:{story.topic_id}", "lists")
        before = current_versions(names)

        with django_capture_on_commit_callbacks(execute=True):
            withdraw_story(house=house, topic_id=story.topic_id)

        after = current_versions(names)
        assert after[-1] != before[-1]
        assert after[-2] != before[-2]


@pytest.mark.parametrize(
    "text",
    [
        "1. April was wet",
        "- no list",
        "# no heading",
        "2 * 3 * 4 and __init__ and ~~this~~",
        "<b>bold?</b> & &amp;",
        "a | b || c ||",
        "@pilot_gwen said :tada: [no](link)",
        "===",
        "> no quote",
        "back\\slash `code`",
    ],
)
def test_plain_text_comes_through_markdown_unchanged(text):
    said = plain_text(render(as_markdown(text)).html)

    assert normalise(said) == normalise(text)
