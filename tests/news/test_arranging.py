"""A story's title, tags and category are staff's; its text is changed as a story only."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Topic
from rostra.forum.selectors.front_page import front_page
from rostra.forum.services.editing import edit_post
from rostra.news.models import Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services.arranging import arrange_story
from rostra.news.services.taking_in import take_in

pytestmark = pytest.mark.django_db
HEADLINE = "The mayor stole the barrier money"
ENTRY = EntryRead(
    id="1",
    address="https://wire.example/1",
    addresses=("https://wire.example/1",),
    headline=HEADLINE,
    body="<p>The gate closed at two, and nobody knows why.</p>",
)


def take(feed, **fields):
    told = {name: getattr(ENTRY, name) for name in EntryRead.__dataclass_fields__}
    take_in(
        feed_id=feed.pk, read=FeedRead("rss", entries=(EntryRead(**told | fields),))
    )


@pytest.fixture
def feed(make_feed, site):
    feed = make_feed()
    take(feed)
    return feed


@pytest.fixture
def story(feed):
    return Story.objects.get()


def arrange(editor, story, **how):
    how = {"title": "What became of the money", "tags": ("harbour",)} | how
    return arrange_story(editor=editor, topic_id=story.topic_id, **how)


class TestWhatStaffChooses:
    def test_stays_while_the_feed_changes_the_text(self, story, feed, moderator):
        arrange(moderator, story)

        take(feed, headline="The mayor and the money", body="<p>The gate was open.</p>")

        topic = Topic.objects.get()
        assert (topic.title, topic.tag_names) == (
            "What became of the money",
            ["harbour"],
        )
        assert topic.slug == "what-became-of-the-money"
        story.refresh_from_db()
        assert (story.version, story.by_hand_at) == (2, None)
        assert "The gate was open." in story.body_html

    def test_makes_no_version_and_tells_nobody(self, story, moderator):
        arrange(moderator, story)

        story.refresh_from_db()
        assert (story.version, story.topic.posts.get().revision) == (1, 1)

    def test_is_where_it_belongs(self, story, moderator, editor, make_category):
        there = make_category("Courts").pk
        with pytest.raises(PermissionDenied):
            arrange(editor, story, category_id=there)
        assert Topic.objects.get().title == HEADLINE

        arrange(moderator, story, category_id=there)

        assert Topic.objects.get().category_id == there

    @pytest.mark.parametrize(
        ("how", "field"),
        [({"title": "Short"}, "title"), ({"tags": ("a" * 90,)}, "tags")],
    )
    def test_is_told_where_it_will_not_do(self, story, moderator, how, field):
        with pytest.raises(ValidationError) as refused:
            arrange(moderator, story, **how)
        assert list(refused.value.message_dict) == [field]

    def test_is_for_editors_only(self, story, user):
        with pytest.raises(PermissionDenied):
            arrange(user, story)


class TestAWithdrawnStory:
    @pytest.fixture
    def story(self, feed):
        take(feed, status="canceled")
        return Story.objects.get()

    def test_loses_its_headline_everywhere(self, story, moderator, client, editor):
        path = f"/topic/{story.topic_id}/"
        pages = ["/", "/latest/", "/feed/rss/", f"{path}versions/", f"{path}feed/rss/"]
        pages.append(f"{path}x/")
        assert "mayor" in client.get("/", follow=True).content.decode()

        arrange(moderator, story, title="A story about the barrier")

        for reader in (None, editor):
            if reader:
                client.force_login(reader)
            for page in (*pages, f"{path}story/"):
                said = client.get(page, follow=True).content.decode().lower()
                assert "mayor" not in said, page
        assert front_page(reader=moderator)

    def test_does_not_lead_to_its_original(self, story, client):
        page = client.get(Topic.objects.get().get_absolute_url()).content.decode()

        assert "withdrawn" in page
        assert "https://wire.example/1" not in page


class TestItsPost:
    def test_is_changed_as_a_story_only(self, story, moderator, editor, client_of):
        post = story.topic.posts.get()
        for staff in (moderator, editor):
            with pytest.raises(PermissionDenied, match="Change this story"):
                edit_post(editor=staff, post_id=post.pk, source="Other words.")
            browser = client_of(staff)
            assert browser.get(f"/post/{post.pk}/edit/").status_code == 403
            page = browser.get(story.topic.get_absolute_url()).content.decode()
            assert f'href="/post/{post.pk}/edit/"' not in page

    def test_of_others_is_still_moderated(self, make_topic, moderator, client_of, site):
        topic = make_topic()
        page = client_of(moderator).get(topic.get_absolute_url()).content.decode()

        assert f'href="/post/{topic.posts.get().pk}/edit/"' in page


class TestTheForm:
    def test_keeps_what_was_typed_and_says_what_is_wrong(
        self, story, moderator, client_of
    ):
        path = f"/topic/{story.topic_id}/story/"
        browser = client_of(moderator)
        sent = {"place_title": "Short", "place_tags": "harbour, mayor"}

        answer = browser.post(f"{path}place/", sent)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Use at least 8 characters." in page
        assert 'value="Short"' in page
        assert 'value="harbour, mayor"' in page
        assert f'value="{HEADLINE}"' in page  # The story's own form is as it was.
        sent |= {"place_title": "The money of the barrier"}
        assert browser.post(f"{path}place/", sent).status_code == 303
        assert Topic.objects.get().tag_names == ["harbour", "mayor"]

    def test_offers_other_places_to_who_may_move_it(
        self, story, moderator, editor, client_of, make_category
    ):
        make_category("Courts")
        path = f"/topic/{story.topic_id}/story/"

        assert "Courts</option>" in client_of(moderator).get(path).content.decode()
        assert "Courts</option>" not in client_of(editor).get(path).content.decode()

    def test_of_its_text_touches_no_tags(self, story, editor, client_of):
        arrange_story(
            editor=editor, topic_id=story.topic_id, title=HEADLINE, tags=("sea",)
        )
        sent = {"headline": HEADLINE, "body": "Other words.", "kind": "updated"}

        client_of(editor).post(f"/topic/{story.topic_id}/story/", sent | {"seen": "1"})

        assert Topic.objects.get().tag_names == ["sea"]
        assert Story.objects.get().version == 2
