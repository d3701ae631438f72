import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Category, Draft, Post, TopicScore
from rostra.forum.services import sending
from rostra.forum.services.replying import post_reply
from rostra.forum.signals import post_created
from rostra.foundation.limits import TooSoon
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible


class TestPostReply:
    def test_takes_the_next_number_in_the_topic(self, user, topic):
        first = post_reply(author=user, topic_id=topic.pk, source="One")
        second = post_reply(author=user, topic_id=topic.pk, source="Two")

        assert [first.number, second.number] == [2, 3]

    def test_counts_the_post_wherever_it_is_counted(self, user, topic):
        post = post_reply(author=user, topic_id=topic.pk, source="One")

        topic.refresh_from_db()
        user.refresh_from_db()
        place = Category.objects.get(pk=topic.category_id)
        assert (topic.last_number, topic.last_post_id) == (2, post.pk)
        assert (topic.last_author, topic.last_posted_at) == (user, post.created_at)
        assert (place.topic_count, place.post_count) == (1, 2)
        assert user.post_count == 1
        assert set(TopicScore.objects.values_list("period", "score")) == {
            ("day", 1),
            ("week", 1),
            ("month", 1),
            ("year", 1),
        }

    def test_a_post_that_not_everybody_may_read_is_not_counted_to_its_author(
        self, moderator, make_topic
    ):
        topic = make_topic(audience="staff")

        post_reply(author=moderator, topic_id=topic.pk, source="Between us")

        moderator.refresh_from_db()
        assert moderator.post_count == 0

    def test_tells_the_author_why_a_locked_topic_refuses(self, user, make_topic, now):
        locked = make_topic(locked_at=now, lock_reason="Answered, thank you all.")

        with pytest.raises(PermissionDenied, match="locked: Answered, thank you all"):
            post_reply(author=user, topic_id=locked.pk, source="Too late")

        assert locked.posts.count() == 1

    def test_does_not_admit_that_a_private_topic_exists(self, user, make_topic):
        private = make_topic(audience="staff")

        with pytest.raises(NotVisible):
            post_reply(author=user, topic_id=private.pk, source="Hello?")

    def test_makes_one_post_of_a_form_sent_twice(self, user, topic):
        first = post_reply(
            author=user, topic_id=topic.pk, source="One", client_token="abc"
        )
        again = post_reply(
            author=user, topic_id=topic.pk, source="One", client_token="abc"
        )

        assert again == first
        assert topic.posts.count() == 2

    def test_another_text_in_the_same_form_is_another_post(self, user, topic):
        post_reply(author=user, topic_id=topic.pk, source="One", client_token="abc")
        post_reply(author=user, topic_id=topic.pk, source="Two", client_token="abc")

        assert topic.posts.count() == 3

    def test_the_same_words_again_are_the_same_post(self, user, topic):
        first = post_reply(author=user, topic_id=topic.pk, source="One")

        again = post_reply(author=user, topic_id=topic.pk, source="One")

        assert again == first

    def test_the_same_words_after_others_are_said_once_more(self, user, topic):
        for words in ("Bump", "Something else", "Bump"):
            post_reply(author=user, topic_id=topic.pk, source=words)

        assert topic.posts.count() == 4

    def test_tells_how_long_to_wait_when_somebody_posts_too_fast(
        self, user, topic, monkeypatch
    ):
        monkeypatch.setattr(sending, "SECONDS_BETWEEN", 5)
        post_reply(author=user, topic_id=topic.pk, source="One")

        with pytest.raises(TooSoon) as refusal:
            post_reply(author=user, topic_id=topic.pk, source="Two")

        assert 1 <= refusal.value.wait <= 5
        assert topic.posts.count() == 2

    def test_lets_only_so_many_posts_through_in_a_minute(
        self, user, topic, monkeypatch
    ):
        monkeypatch.setattr(sending, "POSTS_A_MINUTE", 2)
        post_reply(author=user, topic_id=topic.pk, source="One")
        post_reply(author=user, topic_id=topic.pk, source="Two")

        with pytest.raises(TooSoon):
            post_reply(author=user, topic_id=topic.pk, source="Three")

    def test_refuses_a_text_over_the_limit(self, user, topic):
        with pytest.raises(ValidationError):
            post_reply(author=user, topic_id=topic.pk, source="long " * 50_000)

    def test_removes_the_draft_it_was_made_from(self, user, topic, now):
        Draft.objects.create(
            owner=user, place=f"topic:{topic.pk}", source="One", saved_at=now
        )

        post_reply(author=user, topic_id=topic.pk, source="One")

        assert not Draft.objects.exists()

    def test_only_moderators_speak_officially(self, user, moderator, topic):
        with pytest.raises(PermissionDenied):
            post_reply(author=user, topic_id=topic.pk, source="Law", kind="official")

        post = post_reply(
            author=moderator, topic_id=topic.pk, source="Law", kind="official"
        )
        assert Post.objects.get(pk=post.pk).kind == "official"

    def test_is_announced_only_once_it_is_saved(
        self, user, topic, django_capture_on_commit_callbacks
    ):
        heard = []

        def hear(pk, **_):
            heard.append(pk)

        post_created.connect(hear)

        with django_capture_on_commit_callbacks(execute=True):
            post = post_reply(author=user, topic_id=topic.pk, source="News")
            assert heard == []

        assert heard == [post.pk]

    def test_makes_pages_that_show_the_topic_old(self, user, topic):
        names = (f"topic:{topic.pk}", f"category:{topic.category_id}", "lists")
        before = [current_versions((name,)) for name in names]

        post_reply(author=user, topic_id=topic.pk, source="News")

        after = [current_versions((name,)) for name in names]
        assert all(b != a for b, a in zip(before, after, strict=True))
