"""Lists say in which topics a source is wanted, for as long as it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rostra.evidence import limits
from rostra.evidence.models import SourceRequest
from rostra.evidence.selectors.requests import wanted_in
from rostra.evidence.services.requesting import (
    answer_request,
    ask_for_source,
    decline_request,
    expire_requests,
    withdraw,
)
from rostra.evidence.services.sourcing import add_source, remove_source
from rostra.forum.services.moderating import hide_post, restore_post
from rostra.forum.services.moving import split_topic

pytestmark = pytest.mark.django_db
MARK = "Source wanted</span>"


@pytest.fixture
def request_(user, post):
    return ask_for_source(asker=user, post_id=post.pk)


@pytest.fixture
def shown(client, site, topic):
    def shown():
        """How often each list says so."""
        paths = ("/", "/latest/", topic.category.get_absolute_url())
        return [client.get(path).content.decode().count(MARK) for path in paths]

    return shown


def test_each_list_says_so_once(shown, post, user, make_topic):
    make_topic()
    assert shown() == [0, 0, 0]

    ask_for_source(asker=user, post_id=post.pk)

    assert shown() == [1, 1, 1]


def test_until_it_is_answered_and_again_once_the_source_is_taken_away(
    shown, request_, author, post
):
    use = add_source(author=author, post_id=post.pk, address="https://a.example/")
    assert shown() == [1, 1, 1]
    answer_request(author=author, request_id=request_.pk, use_id=use.pk)
    assert shown() == [0, 0, 0]

    remove_source(member=author, post_id=post.pk, use_id=use.pk)

    assert shown() == [1, 1, 1]


def test_until_it_is_declined(shown, request_, author):
    assert shown() == [1, 1, 1]

    decline_request(author=author, request_id=request_.pk, reason="I was there.")

    assert shown() == [0, 0, 0]


def test_until_it_is_withdrawn(shown, request_, user):
    assert shown() == [1, 1, 1]

    withdraw(asker=user, request_id=request_.pk)

    assert shown() == [0, 0, 0]


def test_until_it_runs_out(shown, request_):
    assert shown() == [1, 1, 1]
    long_ago = request_.asked_at - limits.EXPIRES - timedelta(days=1)
    SourceRequest.objects.update(asked_at=long_ago)

    expire_requests()

    assert shown() == [0, 0, 0]


def test_not_while_its_post_is_hidden(shown, request_, moderator, post):
    assert shown() == [1, 1, 1]
    hide_post(moderator=moderator, post_id=post.pk, reason="Unfit")
    assert shown() == [0, 0, 0]

    restore_post(moderator=moderator, post_id=post.pk)

    assert shown() == [1, 1, 1]


def test_where_its_post_has_gone(shown, request_, moderator, topic, post):
    assert shown() == [1, 1, 1]

    split = {"topic_id": topic.pk, "post_ids": [post.pk], "title": "About the gates"}
    new = split_topic(moderator=moderator, **split)

    assert shown() == [1, 1, 1]
    assert wanted_in((topic.pk, new.pk)) == {new.pk}


def test_it_is_one_query_and_none_while_nothing_was_written(
    request_, topic, site, client_of, user
):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client_of(user).get("/latest/")
        return len([q for q in queries if "evidence_" in q["sql"]])

    assert [asked(), asked()] == [1, 0]
