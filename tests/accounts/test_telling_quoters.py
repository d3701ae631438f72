"""Who quoted words that were changed since is told by mail, once, and not at once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Quote, UntoldQuote
from rostra.forum.services.editing import edit_post
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.moderating import hide_topic
from rostra.forum.services.replying import post_reply
from rostra.forum.services.telling_quoters import tell_quoters
from rostra.web import mail

SAID = "The gate is tied to the signal."


@pytest.fixture
def post(make_user, topic):
    return post_reply(author=make_user("Iben"), topic_id=topic.pk, source=SAID)


@pytest.fixture
def quoting(member, post):
    source = f"> @Iben [said](/post/{post.pk}/):\n>\n> tied to the signal\n\nOh."
    return post_reply(author=member, topic_id=post.topic_id, source=source)


@pytest.fixture
def edit(post):
    def edit(text):
        edit_post(editor=post.author, post_id=post.pk, source=text)
        judge_waiting_quotes()

    return edit


@pytest.fixture
def tell(letters, django_capture_on_commit_callbacks):
    """Tell them, so many minutes from now; what was sent."""

    def after(minutes):
        letters.taken.clear()
        with (
            time_machine.travel(timezone.now() + timedelta(minutes=minutes)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            tell_quoters()
        mail.settle()
        return list(letters.taken)

    return after


def test_an_hour_after_the_first(tell, quoting, edit, post, topic, settings):
    settings.ROSTRA_ADDRESS = "https://forum.example"
    edit("The gate is wired.")

    assert tell(59) == []
    (letter,) = tell(61)

    words = letter.get_body(("plain",)).get_content()
    assert letter["To"] == "Ferry@example.com"
    assert letter["Subject"].startswith("A post that you quoted was changed")
    assert topic.title in words
    assert f"/post/{post.pk}/quoted/{Quote.objects.get().key}/" in words
    assert "tied" not in words


def test_of_each_quote_once(tell, quoting, edit):
    edit("The gate is wired.")
    assert len(tell(61)) == 1

    edit(SAID)
    edit("The gate is welded.")

    assert tell(200) == []
    assert not UntoldQuote.objects.exists()


def test_not_if_the_words_are_back_by_then(tell, quoting, edit):
    edit("The gate is wired.")
    edit(SAID)

    assert tell(61) == []


def test_not_of_a_post_that_they_may_no_longer_read(
    tell, quoting, edit, topic, moderator
):
    edit("The gate is wired.")
    hide_topic(moderator=moderator, topic_id=topic.pk)

    assert tell(61) == []


def test_not_who_can_do_without_it(tell, quoting, edit, member):
    User.objects.filter(pk=member.pk).update(unwanted_mail="quotes")
    edit("The gate is wired.")

    assert tell(61) == []


def test_of_several_in_one_mail(tell, quoting, edit, post, member):
    source = f"> @Iben [said](/post/{post.pk}/):\n>\n> The gate is tied\n\nWell."
    post_reply(author=member, topic_id=post.topic_id, source=source)
    edit("It rains.")

    (letter,) = tell(61)

    assert "2 posts that you quoted" in letter["Subject"]


def test_nothing_is_read_where_nothing_waits(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        tell_quoters()


def test_members_can_say_no_on_their_preferences(client, site, member):
    client.force_login(member)

    page = client.get("/account/preferences/").text

    assert "When words that you quoted are changed" in page
