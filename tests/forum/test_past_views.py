"""What a post said before, and who quotes which of its words, as pages."""

import re
from datetime import timedelta

import pytest

from rostra.forum.models import Quote
from rostra.forum.selectors import history as selector
from rostra.forum.selectors.quoting import quote_of
from rostra.forum.services.editing import edit_post
from rostra.forum.services.erasing_revisions import erase_revision
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.moderating import hide_post
from rostra.forum.services.replying import post_reply

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def post(user, topic, now):
    return post_reply(
        author=user,
        topic_id=topic.pk,
        source="The gate is *tied* to the signal.",
        at=now - timedelta(hours=1),
    )


@pytest.fixture
def edit(user, post):
    def edit(source, reason=""):
        edit_post(editor=user, post_id=post.pk, source=source, reason=reason)
        judge_waiting_quotes()

    return edit


@pytest.fixture
def quoting(make_user, post):
    other = make_user("Quoter")
    source = quote_of(reader=other, post_id=post.pk) + "That would explain it."
    return post_reply(author=other, topic_id=post.topic_id, source=source)


def history(client, post, query=""):
    return client.get(f"/post/{post.pk}/history/{query}").text


def words_page(client, post, state=200):
    answer = client.get(f"/post/{post.pk}/quoted/{Quote.objects.get().key}/")
    assert answer.status_code == state
    return answer.text


class TestHistory:
    def test_shows_what_changed_word_by_word(self, client, post, edit):
        edit("The gate is *wired* to the signal.")

        page = history(client, post)

        assert ">Taken away: </span>tied</del>" in page
        assert ">Put in: </span>wired</ins>" in page

    def test_shows_texts_side_by_side(self, client, post, edit):
        edit("The gate is *wired* to the signal.")

        page = history(client, post, "?view=beside")

        assert page.count('<td class="typed"') == 2
        assert "tied</del>* to the signal.</td>" in page

    def test_shows_whole_texts(self, client, post, edit):
        edit("The gate is *wired* to the signal.")

        page = history(client, post, "?view=whole")

        assert "<em>tied</em>" in page
        assert "<em>wired</em>" in page

    @pytest.mark.parametrize("query", ["?view=nonsense", "?before=x", "?before=999"])
    def test_answers_whatever_is_asked(self, client, post, edit, query):
        edit("Changed")

        assert "Changed</ins>" in history(client, post, query)

    def test_shows_ten_texts_at_a_time(self, client, post, edit, monkeypatch):
        monkeypatch.setattr(selector, "AT_ONCE", 2)
        for n in range(4):
            edit(f"Text with number{n}.")

        first = history(client, post)
        second = history(client, post, "?before=4")

        assert "number3" in first
        assert "before=4" in first
        assert "Text 3" not in first
        assert "Text 3" in second
        assert "Text 4" not in second

    def test_says_where_there_is_nothing_to_compare_with(
        self, client, post, edit, moderator
    ):
        edit("Second.")
        erase_revision(moderator=moderator, post_id=post.pk, number=1, reason="Name.")

        page = history(client, post)

        assert "there is nothing to compare it with" in page
        assert "tied" not in page

    def test_lets_its_author_go_back_to_a_text(self, client, user, post, edit):
        edit("Second.")
        client.force_login(user)

        page = history(client, post)
        form = client.get(f"/post/{post.pk}/edit/?text=1").text

        assert f'href="/post/{post.pk}/edit/?text=1"' in page
        assert "The gate is *tied* to the signal.</textarea>" in form
        assert 'value="Back to text 1"' in form

    def test_offers_that_to_nobody_else(self, client, make_user, post, edit):
        edit("Second.")
        client.force_login(make_user())

        assert "?text=1" not in history(client, post)
        assert client.get(f"/post/{post.pk}/edit/?text=1").status_code == 403

    def test_does_not_go_back_to_what_is_erased(
        self, client, user, post, edit, moderator
    ):
        edit("Second.")
        erase_revision(moderator=moderator, post_id=post.pk, number=1, reason="Name.")
        client.force_login(user)

        assert client.get(f"/post/{post.pk}/edit/?text=1").status_code == 404


class TestEditMark:
    def test_says_after_how_many_replies(self, client, make_user, post, edit):
        for number in range(2):
            post_reply(
                author=make_user(), topic_id=post.topic_id, source=f"Reply {number}."
            )

        edit("The gate is wired.")

        page = client.get(post.topic.get_absolute_url()).text
        assert "after 2 replies" in page


class TestQuotedIn:
    def test_a_post_names_the_replies_that_quote_it(self, client, post, quoting):
        page = client.get(post.topic.get_absolute_url()).text

        assert f'<a href="/post/{quoting.pk}/" rel="nofollow">#3</a>' in page

    def test_but_not_hidden_ones_nor_those_of_other_topics(
        self, client, moderator, make_user, make_topic, post, quoting
    ):
        other = make_topic(audience="staff")
        post_reply(author=moderator, topic_id=other.pk, source=quoting.source)
        hide_post(moderator=moderator, post_id=quoting.pk, reason="rude")

        page = client.get(post.topic.get_absolute_url()).text
        listed = client.get(f"/post/{post.pk}/quoted/").text

        assert "Quoted in" not in page
        assert "Nobody has quoted it" in listed

    def test_all_of_them_have_a_page(self, client, post, quoting):
        listed = client.get(f"/post/{post.pk}/quoted/").text

        assert "Post 3 by Quoter" in listed
        assert "Verified quote" in listed


class TestQuotedWords:
    def test_each_mark_leads_to_what_became_of_its_own_quote(
        self, client, user, make_user, topic
    ):
        post = post_reply(author=user, topic_id=topic.pk, source="The gate is tied.")
        said = f"> @x [said](/post/{post.pk}/):\n>\n> The gate is wired."
        wrong = post_reply(author=make_user(), topic_id=topic.pk, source=said)
        edit_post(editor=user, post_id=post.pk, source="The gate is wired.")
        right = post_reply(author=make_user(), topic_id=topic.pk, source=said)

        pages = []
        for quoting in (wrong, right):
            quoting.refresh_from_db()
            (mark,) = re.findall(r'href="(/post/\d+/quoted/[^"]+)"', quoting.html)
            pages.append(client.get(mark).text)

        assert "These words stood in no text" in pages[0]
        assert "These words stand in the post." in pages[1]

    def test_the_mark_leads_to_the_text_with_the_words_highlighted(
        self, client, post, quoting
    ):
        key = Quote.objects.get().key

        page = words_page(client, post)

        assert f'href="/post/{post.pk}/quoted/{key}/?as=exact"' in quoting.html
        assert "<mark>The gate is</mark> <em><mark>tied</mark></em>" in page
        assert "These words stand in the post." in page
        assert "What changed since" not in page

    def test_and_to_what_changed_since(self, client, post, quoting, edit):
        edit("The gate is *wired* to the signal.")

        page = words_page(client, post)

        assert "they no longer do" in page
        assert "<em><mark>tied</mark></em>" in page
        assert "tied</del>" in page
        assert "wired</ins>" in page

    def test_altered_words_are_compared_with_what_comes_closest(
        self, client, post, make_user
    ):
        source = f"> @Ada [said](/post/{post.pk}/):\n>\n> The gate is not tied\n\nSo?"
        post_reply(author=make_user(), topic_id=post.topic_id, source=source)

        page = words_page(client, post)

        assert "stood in no text that the post had" in page
        assert "not </ins>" in page or "not</ins>" in page

    def test_is_not_there_for_words_that_nobody_quoted(self, client, post, quoting):
        assert client.get(f"/post/{post.pk}/quoted/{'0' * 16}/").status_code == 404

    def test_tells_nothing_of_a_post_that_one_may_not_read(
        self, client, moderator, make_topic, post
    ):
        private = make_topic(audience="staff")
        source = f"> @Ada [said](/post/{post.pk}/):\n>\n> tied to the signal\n\nSecret."
        post_reply(author=moderator, topic_id=private.pk, source=source)

        words_page(client, post, 404)
        client.force_login(moderator)
        assert "Post 2 by" in words_page(client, post)

    def test_shows_nothing_of_a_hidden_post(self, client, moderator, post, quoting):
        hide_post(moderator=moderator, post_id=post.pk, reason="rude")

        assert "<mark>" not in words_page(client, post, 403)
