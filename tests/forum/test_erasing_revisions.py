"""An earlier text goes for good where somebody's privacy asks for it."""

from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Draft, Quote
from rostra.forum.selectors.history import post_history
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.editing import edit_post
from rostra.forum.services.erasing_revisions import erase_revision
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.replying import post_reply
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.django_db
PRIVATE = "She lives at 7 Quay Street."
WHY = "An address of somebody."


@pytest.fixture
def quoting(topic, make_user):
    """Make posts that quote these words of a post."""

    def make(post, *words):
        quotes = [
            f"> @x [said](/post/{post.pk}/):\n>\n> {said}\n\nYes." for said in words
        ]
        source = "\n\n".join(quotes)
        return post_reply(author=make_user(), topic_id=topic.pk, source=source)

    return make


@pytest.fixture
def post(topic, user):
    return post_reply(author=user, topic_id=topic.pk, source=f"{PRIVATE} It rains.")


@pytest.fixture
def edited(post, user):
    """The post, which says nothing private any more."""

    def edit(source="It rains."):
        edit_post(editor=user, post_id=post.pk, source=source, reason="address")
        judge_waiting_quotes()
        post.refresh_from_db()
        return post

    return edit


def erase(moderator, post, number=1, reason=WHY):
    return erase_revision(
        moderator=moderator, post_id=post.pk, number=number, reason=reason
    )


def stored(post):
    post.refresh_from_db()
    texts = [post.source, post.html]
    texts += [r.source + r.html for r in post.revisions.all()]
    texts += [q.words for q in post.quotes.all()]
    return "\n".join(texts)


class TestTheText:
    def test_goes_and_leaves_its_fingerprint(self, edited, moderator):
        post = edited()

        revision = erase(moderator, post)

        assert "Quay" not in stored(post)
        assert revision.digest == sha256(f"{PRIVATE} It rains.".encode()).hexdigest()
        assert revision.erased_by == moderator

    def test_is_told_to_be_erased_to_everybody(
        self, edited, moderator, site, client, client_of, user
    ):
        post = edited()
        page = client_of(moderator).get(f"/post/{post.pk}/history/").text
        assert f'href="/post/{post.pk}/history/1/erase/"' in page

        answer = client_of(moderator).post(
            f"/post/{post.pk}/history/1/erase/", {"reason": WHY}
        )

        assert answer["Location"] == f"/post/{post.pk}/history/"
        page = client.get(f"/post/{post.pk}/history/").text
        assert "Erased by Tomas" in page
        assert WHY in page
        assert "Quay" not in page
        assert "/erase/" not in page

    def test_is_erased_once(self, edited, moderator):
        post = edited()
        first = erase(moderator, post)

        assert erase(moderator, post, reason="Again.").erased_reason == WHY
        assert first.digest == post.revisions.get().digest


class TestUnsent:
    def test_quotes_in_drafts_and_waiting_texts_go(
        self, post, edited, make_user, topic, moderator
    ):
        writer = make_user(role="editor")
        said = f"> @x [said](/post/{post.pk}/):\n>\n> {PRIVATE}\n\nIs it so?"
        kept = f"> @x [said](/post/{post.pk}/):\n>\n> It rains.\n\nYes."
        place = f"topic:{topic.pk}"
        save_draft(owner=writer, place=place, source=said)
        save_draft(owner=writer, place="new", source=kept)
        save_draft(owner=post.author, place=f"edit:{post.pk}", source=PRIVATE)

        erase(moderator, edited())

        by_place = {draft.place: draft.source for draft in Draft.objects.all()}
        assert "Quay" not in by_place[place]
        assert by_place[place].endswith("Is it so?")
        assert by_place["new"] == kept
        assert f"edit:{post.pk}" not in by_place

    def test_a_draft_longer_than_any_post_hinders_nothing(
        self, post, edited, make_user, moderator
    ):
        said = f"> @x [said](/post/{post.pk}/):\n>\n> {PRIVATE}\n\n"
        save_draft(owner=make_user(), place="new", source=said + "long " * 20_000)

        erase(moderator, edited())

        assert "Quay" not in Draft.objects.get().source


class TestQuotes:
    def test_of_its_words_go_with_it(self, post, edited, quoting, moderator):
        quote = quoting(post, PRIVATE)
        edited()
        assert quote.quotes.get().state == Quote.State.EDITED

        erase(moderator, post)

        assert "Quay" not in stored(quote)
        assert "These words were erased." in quote.html
        assert quote.quotes.get().state == Quote.State.GONE
        assert "Yes." in quote.source

    def test_go_from_earlier_texts_of_the_quoting_post_too(
        self, post, edited, quoting, moderator
    ):
        quote = quoting(post, PRIVATE)
        edit_post(editor=quote.author, post_id=quote.pk, source=f"{quote.source} No.")
        edited()

        erase(moderator, post)

        assert "Quay" not in stored(quote)

    def test_of_words_that_still_stand_stay(self, post, edited, quoting, moderator):
        quote = quoting(post, "It rains.")
        edited()

        erase(moderator, post)

        assert quote.quotes.get().state == Quote.State.EXACT
        assert "It rains." in stored(quote)

    def test_stay_true_where_another_text_still_says_so(
        self, post, edited, quoting, moderator
    ):
        quote = quoting(post, "It rains.")
        edited("It rains. Still.")
        edited("It is dry.")

        erase(moderator, post)

        assert quote.quotes.get().state == Quote.State.EDITED
        assert "It rains." in stored(quote)

    def test_nobody_is_accused_of_a_misquote_of_what_is_gone(
        self, edited, quoting, moderator, user
    ):
        post = edited()
        erase(moderator, post)

        later = quoting(post, PRIVATE)
        assert later.quotes.get().state == Quote.State.GONE

        edited("It is dry.")
        assert later.quotes.get().state == Quote.State.GONE

    def test_that_were_altered_stay_so(self, post, edited, quoting, moderator):
        quote = quoting(post, "It snows.")
        assert quote.quotes.get().state == Quote.State.ALTERED
        edited()
        edited("It is dry.")

        erase(moderator, post, number=2)
        edited("It is wet.")

        assert quote.quotes.get().state == Quote.State.ALTERED


class TestWhoMayNot:
    def test_the_author_and_other_members(self, edited, user, make_user):
        post = edited()
        for somebody in (user, make_user()):
            with pytest.raises(PermissionDenied):
                erase(somebody, post)

        assert "Quay" in stored(post)

    def test_nobody_without_a_reason(self, edited, moderator, site, client_of):
        post = edited()

        answer = client_of(moderator).post(
            f"/post/{post.pk}/history/1/erase/", {"reason": " "}
        )

        assert answer.status_code == 422
        assert "Say why." in answer.text
        assert "Quay" in stored(post)

    def test_the_current_text(self, post, moderator):
        with pytest.raises(ValidationError, match="current text"):
            erase(moderator, post)

    def test_a_text_that_never_was(self, edited, moderator):
        with pytest.raises(NotVisible):
            erase(moderator, edited(), number=9)


def test_the_history_still_costs_two_queries(
    edited, moderator, django_assert_num_queries
):
    post = edited()
    erase(moderator, post)
    post_history(reader=moderator, post_id=post.pk)

    with django_assert_num_queries(2):
        post_history(reader=moderator, post_id=post.pk)
