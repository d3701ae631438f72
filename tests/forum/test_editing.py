from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rostra.forum.models import Quote
from rostra.forum.selectors.quoting import quote_of
from rostra.forum.services.editing import ChangedMeanwhile, edit_post
from rostra.forum.services.moderating import hide_post, restore_post
from rostra.forum.services.replying import post_reply


@pytest.fixture
def post(user, topic, now):
    return post_reply(
        author=user,
        topic_id=topic.pk,
        source="The gate is tied to the signal.",
        at=now - timedelta(hours=1),
    )


class TestEditPost:
    def test_keeps_the_earlier_text_with_who_and_when(self, user, post):
        edit_post(editor=user, post_id=post.pk, source="Wired.", reason="not tied")

        post.refresh_from_db()
        earlier = post.revisions.get()
        assert (post.source, post.revision) == ("Wired.", 2)
        assert (post.edited_by, post.edit_reason) == (user, "not tied")
        assert earlier.source == "The gate is tied to the signal."
        assert (earlier.number, earlier.written_by) == (1, user)
        assert earlier.written_at == post.created_at

    def test_typing_fixed_at_once_leaves_no_mark_but_is_kept(self, user, topic):
        post = post_reply(author=user, topic_id=topic.pk, source="The gaet")

        edit_post(editor=user, post_id=post.pk, source="The gate")

        post.refresh_from_db()
        assert post.edited_at is None
        assert post.revisions.get().source == "The gaet"

    def test_is_marked_at_once_when_somebody_has_answered(self, user, make_user, topic):
        post = post_reply(author=user, topic_id=topic.pk, source="The gaet")
        post_reply(author=make_user(), topic_id=topic.pk, source="Gaet?")

        edit_post(editor=user, post_id=post.pk, source="The gate")

        post.refresh_from_db()
        assert post.edited_at is not None

    def test_refuses_when_the_post_was_changed_meanwhile(self, user, moderator, post):
        edit_post(editor=moderator, post_id=post.pk, source="Changed by a moderator.")

        with pytest.raises(ChangedMeanwhile, match="while you were writing"):
            edit_post(editor=user, post_id=post.pk, source="Mine.", seen_revision=1)

        post.refresh_from_db()
        assert post.source == "Changed by a moderator."

    def test_is_only_for_the_author_and_moderators(self, make_user, post):
        with pytest.raises(PermissionDenied, match="your own posts"):
            edit_post(editor=make_user(), post_id=post.pk, source="Mine now.")

    def test_the_same_text_is_no_edit(self, user, post):
        edit_post(editor=user, post_id=post.pk, source=post.source)

        assert not post.revisions.exists()


class TestQuotes:
    @pytest.fixture
    def quoting(self, make_user, post):
        other = make_user()
        source = quote_of(reader=other, post_id=post.pk) + "That would explain it."
        return post_reply(author=other, topic_id=post.topic_id, source=source)

    def test_words_that_stand_in_the_post_are_exact(self, post, quoting):
        quote = Quote.objects.get()

        assert (quote.quoted_post, quote.state, quote.revision) == (post, "exact", 1)
        assert 'data-quote-state="exact"' in quoting.html

    def test_words_that_never_stood_in_the_post_are_altered(self, make_user, post):
        source = f"> @Ada [said](/post/{post.pk}/):\n>\n> The gate is broken.\n\nSo?"

        post_reply(author=make_user(), topic_id=post.topic_id, source=source)

        assert Quote.objects.get().state == "altered"

    def test_an_edit_of_the_original_marks_the_quote(self, user, post, quoting):
        edit_post(editor=user, post_id=post.pk, source="The gate is wired.")

        quoting.refresh_from_db()
        assert Quote.objects.get().state == "edited"
        assert 'data-quote-state="edited"' in quoting.html

    @pytest.mark.parametrize(
        ("words", "state"),
        [
            ("The gate shut[^1] at two.\n>\n> [^1]: Not quite.", "exact"),
            ("The gate shut[^1] at two.", "exact"),
            ("The gate shut at two.", "exact"),
            ("Not quite.", "exact"),
            ("The gate shut[^1] at two.\n>\n> [^1]: Quite so.", "altered"),
            ("The gate shut[^2] at two.", "altered"),
        ],
    )
    def test_of_a_text_with_footnotes_are_judged_by_what_is_shown(
        self, user, topic, words, state
    ):
        source = "The gate shut[^1] at two.\n\n[^1]: Not quite."
        post = post_reply(author=user, topic_id=topic.pk, source=source)
        quote = f"> @Ada [said](/post/{post.pk}/):\n>\n> {words}\n\nAnd mine[^1].\n\n[^1]: x"

        quoting = post_reply(author=user, topic_id=topic.pk, source=quote)

        assert quoting.quotes.get().state == state

    def test_a_later_edit_never_makes_a_misquote_exact(self, user, make_user, post):
        source = f"> @Ada [said](/post/{post.pk}/):\n>\n> The gate is broken.\n\nSo?"
        post_reply(author=make_user(), topic_id=post.topic_id, source=source)

        edit_post(editor=user, post_id=post.pk, source="The gate is broken.")

        assert Quote.objects.get().state == "altered"

    def test_hiding_the_original_says_so_and_restoring_it_too(
        self, moderator, post, quoting
    ):
        hide_post(moderator=moderator, post_id=post.pk, reason="names a person")
        assert Quote.objects.get().state == "gone"

        restore_post(moderator=moderator, post_id=post.pk)
        assert Quote.objects.get().state == "exact"

    def test_a_quote_tells_nothing_of_a_post_its_writer_cannot_see(
        self, user, make_topic
    ):
        private = make_topic(audience="staff", source="The safe is behind the map.")
        public = make_topic()
        secret = private.posts.get()
        source = (
            f"> @x [said](/post/{secret.pk}/):\n>\n> The safe is behind the map.\n\nHm"
        )

        reply = post_reply(author=user, topic_id=public.pk, source=source)

        assert not Quote.objects.exists()
        assert "data-quote-state" not in reply.html
