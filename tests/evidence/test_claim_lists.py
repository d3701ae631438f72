"""How many claims are disputed is said beside topics, and all claims are in lists."""

import re

import pytest
from django.db import connection
from django.test import TestCase

from rostra.accounts.models import Guest
from rostra.accounts.ranks import Rank
from rostra.evidence.models import Claim
from rostra.evidence.selectors.claim_lists import claims_count, claims_page, counted_in
from rostra.evidence.services.claiming import claim_from_post, record_claim, set_status
from rostra.forum.models import Topic
from rostra.forum.rights import RIGHTS, Right
from rostra.forum.services.granting import Given, give_rights
from rostra.forum.services.moderating import hide_post, hide_topic
from rostra.forum.services.replying import post_reply
from rostra.foundation.versions import current_versions

SENTENCE = "The gates were tested twice in January."


@pytest.fixture
def dispute(moderator):
    def dispute(topic, words=SENTENCE, status="disputed"):
        claim = record_claim(curator=moderator, topic_id=topic.pk, words=words)
        set_status(curator=moderator, claim_id=claim.pk, status=status, reason="Two.")
        return claim

    return dispute


class TestBesideTopics:
    def test_each_list_says_how_many_are_disputed(
        self, dispute, topic, client, site, make_topic
    ):
        dispute(topic)
        dispute(topic, "It rained all night.")
        dispute(topic, "It was cold.", "withdrawn")
        make_topic()

        for path in ("/", "/latest/", topic.category.get_absolute_url()):
            page = client.get(path).content.decode()
            assert page.count("2 claims disputed") == 1

    def test_a_decision_makes_kept_lists_old(self, dispute, topic):
        names = ("lists", f"category:{topic.category_id}")
        before = current_versions(names)

        dispute(topic)

        now = current_versions(names)
        assert all(new != old for new, old in zip(now[1:], before[1:], strict=True))

    def test_it_is_one_query_for_all_topics_and_none_while_nothing_changed(
        self, dispute, make_topic, django_assert_num_queries
    ):
        topics = [make_topic() for _ in range(5)]
        for topic in topics:
            dispute(topic, f"It rained in {topic.pk}.")
        ids = tuple(topic.pk for topic in topics)

        with django_assert_num_queries(1):
            counts = counted_in(ids)
        with django_assert_num_queries(0):
            counted_in(ids)

        assert [counts[pk].disputed for pk in ids] == [1] * 5

    def test_a_claim_met_elsewhere_counts_there_while_all_may_read_it(
        self,
        moderator,
        post,
        make_topic,
        user,
        django_capture_on_commit_callbacks,
    ):
        claim = claim_from_post(curator=moderator, post_id=post.pk, words=SENTENCE)
        set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="x")
        other = make_topic()
        for _ in range(2):
            said = post_reply(author=user, topic_id=other.pk, source=SENTENCE)
            claim_from_post(curator=moderator, post_id=said.pk, words=SENTENCE)
        assert counted_in((other.pk,))[other.pk].disputed == 1

        with django_capture_on_commit_callbacks(execute=True):
            hide_topic(moderator=moderator, topic_id=post.topic_id)

        assert other.pk not in counted_in((other.pk,))

    def test_a_claim_met_elsewhere_goes_once_its_category_is_private(
        self, moderator, post, make_topic, make_category, make_user, client, site
    ):
        claim = claim_from_post(curator=moderator, post_id=post.pk, words=SENTENCE)
        set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="x")
        other = make_topic(category=make_category(), source=SENTENCE)
        assert other.category_id != post.topic.category_id
        opening = other.posts.get()
        claim_from_post(curator=moderator, post_id=opening.pk, words=SENTENCE)
        where = other.category.get_absolute_url()
        assert "claim disputed" in client.get(where).content.decode()

        given = {
            key: Given(Rank.MODERATOR if key == Right.READ else meaning.default)
            for key, meaning in RIGHTS.items()
            if not meaning.is_everywhere
        }
        with TestCase.captureOnCommitCallbacks(execute=True):
            there = {"category_id": post.topic.category_id, "given": given}
            give_rights(owner=make_user(role="owner"), **there)

        assert not counted_in((other.pk,))
        assert "claim disputed" not in client.get(where).content.decode()

    def test_claims_of_hidden_posts_do_not_count(
        self, moderator, post, topic, client, site, django_capture_on_commit_callbacks
    ):
        claim = claim_from_post(curator=moderator, post_id=post.pk, words=SENTENCE)
        set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="x")
        assert counted_in((topic.pk,))
        with django_capture_on_commit_callbacks(execute=True):
            hide_post(moderator=moderator, post_id=post.pk, reason="no")

        assert not counted_in((topic.pk,))
        assert claims_count(reader=Guest()).disputed == 0
        assert "claim disputed" not in client.get("/latest/").content.decode()


class TestList:
    def test_goes_on_from_where_a_page_ended(
        self, dispute, topic, moderator, django_assert_num_queries
    ):
        for number in range(60):
            dispute(topic, f"It rained on day {number}.")

        with django_assert_num_queries(1):
            first = claims_page(reader=moderator, status="disputed")
        second = claims_page(reader=moderator, status="disputed", before=first.before)

        assert len(first.claims) == 50
        assert len(second.claims) == 10
        assert second.before == 0

    def test_shows_what_stands_so_and_what_to_do_where_nothing_does(
        self, dispute, topic, client, site
    ):
        dispute(topic)

        assert SENTENCE in client.get("/claims/?status=disputed").content.decode()
        assert SENTENCE in client.get("/claims/").content.decode()
        other = client.get("/claims/?status=refuted").content.decode()
        assert SENTENCE not in other
        assert "No claims here" in other

    def test_is_led_to_from_the_front_page(self, dispute, topic, client, site):
        dispute(topic)

        page = client.get("/").content.decode()

        assert 'href="/claims/?status=disputed">One claim is disputed<' in page

    @pytest.mark.parametrize("status", ["x", "due", "waiting"])
    def test_takes_any_words_for_a_status(self, status, client, site):
        assert client.get("/claims/", {"status": status}).status_code == 200

    def test_claims_of_private_topics_are_not_told(
        self, dispute, make_topic, client, site
    ):
        dispute(make_topic(audience="staff"))

        assert SENTENCE not in client.get("/claims/").content.decode()
        assert claims_count(reader=Guest()).disputed == 0
        assert Topic.objects.count() == 1


def test_a_list_is_read_in_the_order_of_claims_on_either_database(user, category):
    """PostgreSQL knows how many rows a category has; SQLite is not to begin with it."""
    sql = str(Claim.objects.visible_to(user).query)

    assert '."category_id"' in sql
    assert (" + 0)" in sql) == (connection.vendor == "sqlite")


def test_a_page_of_all_claims_leaves_no_join_for_a_planner_to_begin_with(
    user, category, monkeypatch
):
    """Without statistics PostgreSQL begins with the topics, and sorts all claims."""
    asked = []
    order = Claim.objects.visible_in_order

    def noted(reader):
        asked.append(str(order(reader).query))
        return order(reader)

    monkeypatch.setattr(type(Claim.objects), "visible_in_order", lambda _, r: noted(r))
    claims_page(reader=user)

    [sql] = asked
    outer = re.sub(r"\(SELECT .*?LIMIT 1\)", "", sql)
    assert " JOIN " not in outer
    assert "EXISTS" not in sql
