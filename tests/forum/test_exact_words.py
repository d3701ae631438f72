"""Who misquotes is told before they post, and offered the exact words."""

import pytest

from rostra.forum.models import Post, Quote
from rostra.forum.services.exact_words import (
    altered_quotes,
    as_markdown,
    with_exact_words,
)
from rostra.forum.services.replying import post_reply
from rostra.foundation import markup

SAID = "It rained. The *gate* is tied to the signal_2, and <that> was late. Nobody saw."
EXACT = "The gate is tied to the signal_2, and <that> was late."


@pytest.fixture
def post(make_user, topic):
    return post_reply(author=make_user("Iben"), topic_id=topic.pk, source=SAID)


@pytest.fixture
def misquote(post):
    return (
        f"> @Iben [said](/post/{post.pk}/):\n>\n> The gate is broken.\n\nReally?\n\n"
        f"> @Iben [said](/post/{post.pk}/):\n>\n> It rained.\n\nYes."
    )


class TestAlteredQuotes:
    def test_names_what_differs_and_what_the_post_says(self, user, misquote):
        (altered,) = altered_quotes(user, misquote)

        assert altered.name == "Iben"
        assert altered.words == "The gate is broken."
        assert altered.exact == EXACT

    def test_offers_nothing_where_nothing_is_like_it(self, user, post):
        source = f"> @Iben [said](/post/{post.pk}/):\n>\n> Cats are fine\n\nOh?"

        assert altered_quotes(user, source)[0].exact == ""

    def test_finds_none_in_true_quotes_plain_words_and_posts_one_may_not_see(
        self, user, make_topic, post, django_assert_num_queries
    ):
        secret = make_topic(audience="staff").posts.get()

        for quoted, words in ((post, "It rained."), (secret, "Anything at all")):
            source = f"> @x [said](/post/{quoted.pk}/):\n>\n> {words}\n\nOh?"
            assert altered_quotes(user, source) == []
        with django_assert_num_queries(0):
            assert altered_quotes(user, "> It rained.\n\nOh?") == []

    def test_the_exact_words_take_their_place(self, user, post, topic, misquote):
        (altered,) = altered_quotes(user, misquote)

        mended = with_exact_words(user, misquote, altered.key)

        assert "broken" not in mended
        assert "Really?" in mended
        post_reply(author=user, topic_id=topic.pk, source=mended)
        assert set(Quote.objects.values_list("state", flat=True)) == {"exact"}

    def test_another_key_changes_nothing(self, user, misquote):
        assert with_exact_words(user, misquote, "0" * 16) == misquote


@pytest.mark.parametrize(
    "words",
    [
        "a *b* _c_ `d` [e](f) <g> ~~h~~ |i| \\j",
        "# no heading",
        "- no item",
        "+ no item",
        "1. no list",
        "23) no list",
        "> no quote",
        "plain",
    ],
)
def test_plain_words_as_markdown_are_shown_as_they_are(words):
    assert markup.render(as_markdown(words)).text == words


@pytest.mark.usefixtures("site")
class TestAsking:
    @pytest.fixture
    def send(self, client, user, topic, misquote):
        client.force_login(user)

        def send(**more):
            form = {"source": misquote, "client_token": "t", "ask_first": "1", **more}
            return client.post(f"/topic/{topic.pk}/replies/", form)

        return send

    def test_nothing_is_posted_before_the_writer_has_seen_it(self, send, user, post):
        answer = send()

        assert answer.status_code == 422
        assert "A quote differs from what was written." in answer.text
        assert "The gate is broken.\n\nReally?" in answer.text
        assert not Post.objects.filter(author=user).exclude(number=1).exists()

    def test_they_may_post_it_as_it_is(self, send, user):
        assert send(anyway="1").status_code == 303
        assert Quote.objects.filter(state="altered").count() == 1

    def test_they_may_take_the_exact_words(self, send, user):
        key = markup.quote_key("The gate is broken.")

        answer = send(exact=key)

        assert answer.status_code == 422
        assert "A quote differs" not in answer.text
        assert "signal\\_2" in answer.text

    def test_an_edit_is_asked_about_too(self, client, user, topic, misquote):
        post = post_reply(author=user, topic_id=topic.pk, source="Hm.")
        client.force_login(user)

        answer = client.post(
            f"/post/{post.pk}/edit/", {"source": misquote, "ask_first": "1"}
        )

        assert answer.status_code == 422
        assert "A quote differs" in answer.text

    def test_a_link_that_stands_there_already_is_told_of(self, client, user, topic):
        client.force_login(user)
        link = "See https://example.com/report for more."
        post_reply(author=user, topic_id=topic.pk, source=link)
        form = {"source": f"Again: {link}", "ask_first": "1"}

        answer = client.post(f"/topic/{topic.pk}/replies/", form)

        assert answer.status_code == 422
        assert "example.com/report was posted here already, in #2." in answer.text
        form["anyway"] = "1"
        assert client.post(f"/topic/{topic.pk}/replies/", form).status_code != 422

    def test_who_sends_no_composer_is_not_asked(self, client, user, topic, misquote):
        client.force_login(user)

        answer = client.post(f"/topic/{topic.pk}/replies/", {"source": misquote})

        assert answer.status_code == 303
