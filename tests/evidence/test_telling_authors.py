"""Whose post a source is asked for is told by mail, once."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rostra.accounts.models import User
from rostra.evidence.models import SourceRequest
from rostra.evidence.services.requesting import ask_for_source, withdraw
from rostra.evidence.services.telling_authors import tell_authors
from rostra.forum.models import Category
from rostra.forum.services.moderating import hide_post, hide_topic
from rostra.forum.services.moving import move_topic
from rostra.web import mail
from tests.accounts.conftest import letters, smtp  # noqa: F401


@pytest.fixture
def request_(user, post):
    return ask_for_source(asker=user, post_id=post.pk, words="twice in January")


@pytest.fixture
def tell(letters, django_capture_on_commit_callbacks):  # noqa: F811
    """Tell them, so many minutes from now; what was sent."""

    def after(minutes=10):
        letters.taken.clear()
        with (
            time_machine.travel(timezone.now() + timedelta(minutes=minutes)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            tell_authors()
        mail.settle()
        return list(letters.taken)

    return after


def test_once_after_some_minutes_whoever_joins(
    tell, request_, post, topic, make_user, settings
):
    settings.ROSTRA_ADDRESS = "https://forum.example"
    assert tell(1) == []

    (letter,) = tell()
    ask_for_source(asker=make_user(), post_id=post.pk, words="twice in January")

    assert tell() == []
    assert letter["To"] == "ferry@example.org"
    words = letter.get_body(("plain",)).get_content()
    assert "twice in January" in words
    assert topic.title in words
    assert f"https://forum.example/source-request/{request_.pk}/" in words


def test_not_what_was_taken_back(tell, request_, user):
    withdraw(asker=user, request_id=request_.pk)

    assert tell() == []


def test_not_who_can_do_without(tell, request_, author):
    User.objects.filter(pk=author.pk).update(unwanted_mail="quotes source-requests")

    assert tell() == []


@pytest.mark.parametrize("how", ["hide post", "hide topic", "move"])
def test_nothing_of_what_the_author_may_no_longer_read(
    how, tell, request_, moderator, post, make_category
):
    if how == "hide post":
        hide_post(moderator=moderator, post_id=post.pk, reason="no")
    elif how == "hide topic":
        hide_topic(moderator=moderator, topic_id=post.topic_id)
    else:
        staff: Category = make_category(audience="staff")
        move_topic(moderator=moderator, topic_id=post.topic_id, category_id=staff.pk)

    assert tell() == []
    assert SourceRequest.objects.get().told_at
