"""Posts with words that are held wait, out of sight, until a moderator looked at them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Post
from rostra.forum.selectors.held import held_posts
from rostra.forum.services.editing import edit_post
from rostra.forum.services.filtering import add_filter
from rostra.forum.services.holding import keep_hidden, release_post
from rostra.forum.services.replying import post_reply
from rostra.forum.services.starting import start_topic
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.django_db

WORDS = "They are in the pay of somebody."


@pytest.fixture(autouse=True)
def paid(site, make_user):
    owner = make_user("Ottoline", role="owner")
    return add_filter(owner=owner, words="in the pay of", act="hold")


@pytest.fixture
def held(user, topic):
    return post_reply(author=user, topic_id=topic.pk, source=WORDS)


@pytest.fixture
def topic_path(topic):
    return topic.get_absolute_url()


class TestAPostThatIsHeld:
    def test_is_shown_to_its_author_and_moderators_alone(
        self, held, user, moderator, topic_path, client, client_of, make_user
    ):
        other = make_user("Somebody else")

        for reader in (client, client_of(other)):
            page = reader.get(topic_path).text
            assert "in the pay of" not in page
            assert "waits until a moderator has looked at it" in page
        for reader in (client_of(user), client_of(moderator)):
            assert "in the pay of" in reader.get(topic_path).text

    def test_is_shown_to_nobody_else_after_its_author_looked_first(
        self, held, user, topic_path, client, client_of, make_user
    ):
        assert "in the pay of" in client_of(user).get(topic_path).text

        for reader in (client, client_of(make_user("Somebody else"))):
            assert "in the pay of" not in reader.get(topic_path).text

    def test_is_in_no_feed(self, held, client):
        assert "in the pay of" not in client.get("/feed/atom/").text

    def test_may_open_a_topic(self, user, category, client):
        topic = start_topic(
            author=user, category_id=category.pk, title="About money", source=WORDS
        )

        assert topic.posts.get().hidden_reason == Post.HELD
        assert "in the pay of" not in client.get(topic.get_absolute_url()).text

    def test_is_held_by_an_edit_too_with_what_it_said_before(
        self, user, topic, topic_path, client
    ):
        post = post_reply(author=user, topic_id=topic.pk, source="It rained.")
        assert "It rained." in client.get(topic_path).text

        edit_post(editor=user, post_id=post.pk, source=WORDS)

        page = client.get(topic_path).text
        assert "It rained." not in page
        assert "in the pay of" not in page

    def test_a_moderators_own_is_not(self, moderator, topic):
        post = post_reply(author=moderator, topic_id=topic.pk, source=WORDS)

        assert post.hidden_at is None

    def test_a_title_with_such_words_is_refused(self, user, category):
        with pytest.raises(ValidationError):
            start_topic(
                author=user, category_id=category.pk, title=WORDS, source="Rain."
            )


class TestAModerator:
    def test_sees_what_waits_and_shows_it(
        self, held, moderator, client_of, client, topic_path
    ):
        signed_in = client_of(moderator)
        page = signed_in.get("/held/").text
        assert "in the pay of" in page
        assert held.author.name in page

        sent = signed_in.post(f"/held/{held.pk}/", {"act": "show"})

        assert sent.url == "/held/"
        assert "Nothing waits" in signed_in.get("/held/").text
        assert "in the pay of" in client.get(topic_path).text

    def test_keeps_it_hidden_and_says_why(
        self, held, moderator, client_of, client, topic_path
    ):
        about = {"act": "hide", "reason": "No proof"}
        client_of(moderator).post(f"/held/{held.pk}/", about)

        assert "No proof" in client.get(topic_path).text
        assert held_posts(reader=moderator) == ()

    def test_decides_once(self, held, moderator):
        keep_hidden(moderator=moderator, post_id=held.pk, reason="")

        with pytest.raises(NotVisible):
            release_post(moderator=moderator, post_id=held.pk)

    def test_is_led_there_by_the_menu(self, topic, moderator, user, client_of):
        assert 'href="/held/"' in client_of(moderator).get("/").text
        assert 'href="/held/"' not in client_of(user).get("/").text

    def test_costs_one_query_and_one_for_sources(
        self, held, moderator, django_assert_num_queries
    ):
        held_posts(reader=moderator)

        with django_assert_num_queries(2):
            assert len(held_posts(reader=moderator)) == 1


class TestOthers:
    def test_neither_see_nor_decide(self, held, user, client_of):
        signed_in = client_of(user)

        assert signed_in.get("/held/").status_code == 404
        with pytest.raises(PermissionDenied):
            release_post(moderator=user, post_id=held.pk)
        held.refresh_from_db()
        assert held.hidden_at
