"""Signatures: who may have one, what may stand in one, and where it is shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostra.accounts.models import User
from rostra.accounts.signatures import signature_html
from rostra.control.services.naming import change_site
from rostra.forum.services.replying import post_reply
from rostra.foundation.versions import current_versions

pytestmark = pytest.mark.django_db

ME = {"location": "", "about": ""}
MINE = "*Chair*, [the harbour board](https://harbour.example/)"


@pytest.fixture
def signs(client_of):
    """Have a member sign with these words; the answer."""

    def sign(member, words=MINE):
        return client_of(member).post("/account/profile/", ME | {"signature": words})

    return sign


def on(page) -> list[str]:
    return page.split('<div class="signature"')[1:]


def test_stands_under_the_first_post_of_its_author_on_a_page(
    site, user, moderator, topic, signs, client, django_capture_on_commit_callbacks
):
    for source in ("One.", "Two."):
        post_reply(author=user, topic_id=topic.pk, source=source)
    post_reply(author=moderator, topic_id=topic.pk, source="Three.")
    path = topic.get_absolute_url()
    assert on(client.get(path).text) == []
    before = current_versions(("people",))

    with django_capture_on_commit_callbacks(execute=True):
        assert signs(user).status_code == 303

    (shown,) = on(client.get(path).text)
    assert "<em>Chair</em>" in shown
    assert 'rel="nofollow ugc noopener"' in shown
    assert current_versions(("people",)) != before


def test_a_page_costs_no_more_queries(
    site, user, topic, signs, client, django_assert_max_num_queries
):
    post_reply(author=user, topic_id=topic.pk, source="One.")
    path = topic.get_absolute_url()
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
        before = len(asked)
    signs(user)
    with django_assert_max_num_queries(before):
        assert on(client.get(path).text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("x" * 301, "At most 300 characters"),
        ("a\nb\nc\nd\ne", "in 4 lines"),
        ("# Loud", "only words, links"),
        ("> quoted", "only words, links"),
        ("![picture](https://a.example/x.png) \n- list", "only words, links"),
        ("| a |\n|---|\n| b |", "only words, links"),
    ],
)
def test_too_much_is_refused_beside_the_field(site, user, signs, words, said):
    answer = signs(user, words)

    assert answer.status_code == 422
    assert 'id="signature-error"' in answer.text
    assert said in answer.text
    assert User.objects.get(pk=user.pk).signature == ""


def test_hostile_words_do_nothing(site, user, signs, client, topic):
    post_reply(author=user, topic_id=topic.pk, source="One.")
    assert (
        signs(user, "<b onclick=x>Hi</b> [x](javascript:alert(1))").status_code == 303
    )
    (shown,) = on(client.get(topic.get_absolute_url()).text)
    shown = shown.partition("</div>")[0]
    assert "<b" not in shown
    assert 'href="javascript' not in shown


def test_what_an_import_brought_is_shown_however_long(site, user, topic, client):
    User.objects.filter(pk=user.pk).update(signature="## Old\n\n" + "word " * 300)
    post_reply(author=user, topic_id=topic.pk, source="One.")
    (shown,) = on(client.get(topic.get_absolute_url()).text)
    assert "Old" in shown
    assert signature_html("[" * 500_000) == ""


def test_whoever_is_new_has_none_and_keeps_what_was_there(
    site, make_user, signs, client_of
):
    new = make_user("Noor", role="new", signature="Brought by an import")
    assert 'name="signature"' not in client_of(new).get("/account/profile/").text
    assert signs(new, "Buy this").status_code == 303
    assert User.objects.get(pk=new.pk).signature == "Brought by an import"


def test_the_owner_can_do_without(site, owner, user, topic, signs, client):
    post_reply(author=user, topic_id=topic.pk, source="One.")
    signs(user)
    change_site(owner=owner, has_signatures=False)
    assert on(client.get(topic.get_absolute_url()).text) == []


def test_a_member_chooses_where_they_are_shown(site, user, client_of):
    chosen = {"time_zone": "", "posts_per_page": "0", "after_reply": "post"}
    chosen |= {
        "mentions_from": "all",
        "theme": "auto",
        "text": "standard",
        "density": "normal",
    }
    browser = client_of(user)
    assert "data-signatures" not in browser.get("/latest/").text
    browser.post("/account/preferences/", chosen | {"signatures": "always"})
    assert 'data-signatures="always"' in browser.get("/latest/").text


def test_of_a_hidden_post_is_not_shown(site, user, moderator, topic, signs, client):
    post = post_reply(author=user, topic_id=topic.pk, source="One.")
    signs(user)
    type(post).objects.filter(pk=post.pk).update(hidden_at=post.created_at)
    assert on(client.get(topic.get_absolute_url()).text) == []
