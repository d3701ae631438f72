"""Quotes are compared with the post they name, and compared again when it changes."""

from datetime import timedelta

import pytest

from rostra.forum.models import Judging, Post, Quote
from rostra.forum.selectors.quoting import quote_of
from rostra.forum.services import judging_again
from rostra.forum.services.editing import edit_post
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.moderating import hide_post, restore_post
from rostra.forum.services.replying import post_reply
from rostra.foundation import versions

MISQUOTE = "> @Ada [said](/post/{}/):\n>\n> The gate is broken.\n\nSo?"


@pytest.fixture
def post(user, topic, now):
    return post_reply(
        author=user,
        topic_id=topic.pk,
        source="The gate is tied to the signal.",
        at=now - timedelta(hours=1),
    )


@pytest.fixture
def edit(user, post):
    """Give the quoted post other texts, and have its quotes judged again."""

    def edit(*texts):
        for text in texts:
            edit_post(editor=user, post_id=post.pk, source=text)
        judge_waiting_quotes()

    return edit


@pytest.fixture
def misquote(make_user, post):
    source = MISQUOTE.format(post.pk)
    return post_reply(author=make_user(), topic_id=post.topic_id, source=source)


def state():
    return Quote.objects.get().state


@pytest.fixture
def quoting(make_user, post):
    other = make_user()
    source = quote_of(reader=other, post_id=post.pk) + "That would explain it."
    return post_reply(author=other, topic_id=post.topic_id, source=source)


class TestWriting:
    def test_words_that_stand_in_the_post_are_exact(self, post, quoting):
        quote = Quote.objects.get()

        assert (quote.quoted_post, quote.state, quote.revision) == (post, "exact", 1)
        assert 'data-quote-state="exact"' in quoting.html

    def test_words_that_never_stood_in_the_post_are_altered(self, misquote):
        assert state() == "altered"
        assert 'data-quote-state="altered"' in misquote.html

    def test_words_of_an_earlier_text_are_edited(self, user, post, make_user, edit):
        source = quote_of(reader=user, post_id=post.pk) + "Hm."
        edit("The gate is wired.")

        post_reply(author=make_user(), topic_id=post.topic_id, source=source)

        quote = Quote.objects.get()
        assert (quote.state, quote.revision, quote.newest) == ("edited", 1, 2)

    def test_tells_nothing_of_a_post_its_writer_cannot_see(self, user, make_topic):
        private = make_topic(audience="staff", source="The safe is behind the map.")
        public = make_topic()
        secret = private.posts.get()
        source = (
            f"> @x [said](/post/{secret.pk}/):\n>\n> The safe is behind the map.\n\nHm"
        )

        reply = post_reply(author=user, topic_id=public.pk, source=source)

        assert not Quote.objects.exists()
        assert "data-quote-state" not in reply.html

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


class TestFolding:
    def test_all_of_the_post_just_above_is_folded_for_good(self, quoting, edit):
        assert "All of the post above" in quoting.html
        assert Quote.objects.get().is_folded

        edit("The gate is wired.")

        quoting.refresh_from_db()
        assert "All of the post above" in quoting.html

    def test_a_part_of_it_is_not(self, make_user, post):
        source = f"> @Ada [said](/post/{post.pk}/):\n>\n> The gate is tied\n\nSo?"

        reply = post_reply(author=make_user(), topic_id=post.topic_id, source=source)

        assert "All of the post above" not in reply.html

    def test_a_post_further_up_is_not(self, make_user, post):
        post_reply(author=make_user(), topic_id=post.topic_id, source="Really?")
        source = quote_of(reader=make_user(), post_id=post.pk) + "Yes."

        reply = post_reply(author=make_user(), topic_id=post.topic_id, source=source)

        assert "All of the post above" not in reply.html


class TestJudgingAgain:
    def test_an_edit_of_the_original_marks_the_quote(self, quoting, edit):
        edit("The gate is wired.")

        quoting.refresh_from_db()
        assert state() == "edited"
        assert 'data-quote-state="edited"' in quoting.html
        assert not Judging.objects.exists()

    def test_words_that_come_back_are_exact_again(self, quoting, edit):
        edit("The gate is wired.", "The gate is tied to the signal.")

        assert state() == "exact"

    def test_a_later_text_never_makes_a_misquote_exact(self, misquote, edit):
        edit("The gate is broken.")
        assert state() == "altered"

        edit("The gate is wired.")
        assert state() == "altered"

    def test_nor_does_hiding_and_restoring_it(self, misquote, post, edit, moderator):
        edit("The gate is broken.")
        hide_post(moderator=moderator, post_id=post.pk, reason="rude")
        judge_waiting_quotes()
        assert state() == "gone"

        restore_post(moderator=moderator, post_id=post.pk)
        judge_waiting_quotes()
        assert state() == "altered"

    def test_nor_does_saving_the_misquote_again(self, misquote, post, edit):
        edit("The gate is broken.")

        source = misquote.source + " Tell me."
        edit_post(editor=misquote.author, post_id=misquote.pk, source=source)

        assert state() == "altered"

    def test_hiding_the_original_says_so_and_restoring_it_too(
        self, moderator, post, quoting
    ):
        hide_post(moderator=moderator, post_id=post.pk, reason="names a person")
        judge_waiting_quotes()
        assert state() == "gone"

        restore_post(moderator=moderator, post_id=post.pk)
        judge_waiting_quotes()
        assert state() == "exact"

    def test_an_edit_that_comes_in_between_begins_again(
        self, monkeypatch, user, post, quoting, edit
    ):
        write = judging_again._write

        def interrupted(*given):
            monkeypatch.undo()
            edit_post(editor=user, post_id=post.pk, source="The gate is tied to it.")
            edit_post(
                editor=user, post_id=post.pk, source="The gate is tied to the signal."
            )
            write(*given)

        monkeypatch.setattr(judging_again, "_write", interrupted)
        edit("The gate is wired.")

        assert state() == "exact"
        assert not Judging.objects.exists()

    def test_a_text_that_was_replaced_meanwhile_stays_replaced(
        self, monkeypatch, post, quoting, edit
    ):
        write = judging_again._write

        def interrupted(*given):
            monkeypatch.undo()
            edit_post(editor=quoting.author, post_id=quoting.pk, source="Never mind.")
            write(*given)

        monkeypatch.setattr(judging_again, "_write", interrupted)
        edit("The gate is wired.")

        quoting.refresh_from_db()
        assert not Quote.objects.exists()
        assert "Never mind." in quoting.html

    def test_raises_the_versions_of_the_topics_that_quote(
        self, make_topic, make_user, post, edit, django_capture_on_commit_callbacks
    ):
        source = MISQUOTE.format(post.pk).replace("broken", "tied to the signal")
        other = make_topic()
        post_reply(author=make_user(), topic_id=other.pk, source=source)
        before = versions.current_versions([f"topic:{other.pk}"])

        with django_capture_on_commit_callbacks(execute=True):
            edit("The gate is wired.")

        assert versions.current_versions([f"topic:{other.pk}"]) != before

    def test_many_are_judged_some_at_a_time(
        self, post, quoting, edit, django_assert_max_num_queries, monkeypatch
    ):
        monkeypatch.setattr(judging_again, "AT_ONCE", 4)
        Quote.objects.bulk_create(
            Quote(
                post=quoting,
                place=place,
                quoted_post=post,
                revision=1,
                newest=1,
                words="The gate is tied to the signal.",
                key="x",
                state="exact",
            )
            for place in range(1, 11)
        )

        # A round of four quotes takes as many queries as one of a single quote.
        with django_assert_max_num_queries(3 * 12 + 13):
            edit("The gate is wired.")

        assert set(Quote.objects.values_list("state", flat=True)) == {"edited"}
        assert Post.objects.get(pk=quoting.pk).html.count('state="edited"') == 1
