"""A prediction comes back on its day, once, and a curator says how it turned out."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.accounts.models import Guest
from rostra.evidence.selectors.claim_lists import claims_count, claims_page
from rostra.evidence.selectors.claims import claims_of
from rostra.evidence.services.claiming import claim_from_post, set_status
from rostra.evidence.services.predicting import bring_back_due, set_due_day
from rostra.evidence.services.telling_followers import tell_followers
from rostra.forum.models import Follow
from rostra.forum.services.following import follow_topic
from rostra.forum.services.moderating import hide_post
from rostra.foundation.versions import current_versions
from rostra.web import mail
from tests.accounts.conftest import letters, smtp  # noqa: F401

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
DAY = date(2026, 4, 1)
WORDS = "tested twice in January"


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def claim(moderator, post):
    claim = claim_from_post(curator=moderator, post_id=post.pk, words=WORDS)
    return set_due_day(curator=moderator, claim_id=claim.pk, due_on=DAY)


def bring_back(at=datetime(2026, 4, 1, 12, tzinfo=UTC)):
    with time_machine.travel(at, tick=False):
        return bring_back_due()


class TestDays:
    def test_are_set_by_curators(self, claim, user):
        with pytest.raises(PermissionDenied):
            set_due_day(curator=user, claim_id=claim.pk, due_on=None)

    @pytest.mark.parametrize("day", [date(2026, 3, 14), date(2026, 3, 1), date.max])
    def test_are_still_to_come(self, day, claim, moderator):
        with pytest.raises(ValidationError, match="still to come"):
            set_due_day(curator=moderator, claim_id=claim.pk, due_on=day)

    def test_have_begun_everywhere_when_they_come(self, claim):
        assert bring_back(datetime(2026, 4, 1, 11, 59, tzinfo=UTC)) == 0
        assert bring_back() == 1

    def test_are_taken_away_again(self, claim, moderator):
        set_due_day(curator=moderator, claim_id=claim.pk, due_on=None)

        assert bring_back() == 0

    def test_that_are_wrong_are_given_back(self, claim, moderator, client, site):
        client.force_login(moderator)
        path = claim.get_absolute_url()

        for typed in ("2020-01-01", "tomorrow"):
            answer = client.post(path, {"act": "due", "due_on": typed})
            assert answer.status_code == 422
            assert f'value="{typed}"' in answer.content.decode()

        answer = client.post(path, {"act": "due", "due_on": "2026-05-01"})
        assert answer.status_code == 303
        claim.refresh_from_db()
        assert claim.due_on == date(2026, 5, 1)


class TestComingBack:
    def test_happens_once_and_makes_pages_anew(self, claim, topic):
        names = (f"topic:{topic.pk}", "lists", "claims")
        before = current_versions(names)

        assert bring_back() == 1
        assert bring_back() == 0

        now = current_versions(names)
        assert all(new != old for new, old in zip(now[1:], before[1:], strict=True))

    def test_costs_one_query_where_nothing_is_due(
        self, claim, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            assert bring_back_due() == 0

    def test_shows_in_the_topic_on_the_front_page_and_in_the_list(
        self, claim, topic, client, site
    ):
        before = client.get(topic.get_absolute_url()).content.decode()
        assert "To be looked at again on" in before
        assert "Due now" not in before

        bring_back()

        page = client.get(topic.get_absolute_url()).content.decode()
        assert "Due now: this was to be looked at on" in page
        assert '<time datetime="2026-04-01">1 April 2026</time>' in page
        front = client.get("/").content.decode()
        assert 'href="/claims/?status=due">One prediction is due now<' in front
        assert "1 prediction due" in front
        assert WORDS in client.get("/claims/?status=due").content.decode()

    def test_ends_with_a_decision(self, claim, moderator, topic):
        bring_back()

        set_status(curator=moderator, claim_id=claim.pk, status="withdrawn", reason="x")

        assert claims_count(reader=Guest()).due == 0
        assert claims_page(reader=Guest(), status="due").claims == ()
        assert claims_of(topic_id=topic.pk)[0].due_on == DAY
        assert bring_back() == 0

    def test_happens_though_it_was_decided_before(self, claim, moderator):
        set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="x")

        assert bring_back() == 1

    def test_of_a_claim_that_is_hidden_is_told_to_nobody(self, claim, moderator, post):
        hide_post(moderator=moderator, post_id=post.pk, reason="no")

        bring_back()

        assert claims_count(reader=Guest()).due == 0


class TestLetters:
    @pytest.fixture
    def tell(self, letters, django_capture_on_commit_callbacks):  # noqa: F811
        def tell():
            letters.taken.clear()
            with django_capture_on_commit_callbacks(execute=True):
                while tell_followers():
                    pass
            mail.settle()
            return list(letters.taken)

        return tell

    @pytest.fixture
    def follower(self, make_user, topic):
        member = make_user("Reader", email="reader@example.org")
        follow_topic(user=member, topic_id=topic.pk)
        return member

    def test_go_to_those_who_follow_once(self, tell, claim, follower, topic):
        assert tell() == []
        bring_back()

        (letter,) = tell()

        assert tell() == []
        assert letter["To"] == follower.email
        words = letter.get_body(("plain",)).get_content()
        assert WORDS in words
        assert topic.title in words
        assert "1 April 2026" in words

    def test_are_not_sent_of_what_was_decided_meanwhile(
        self, tell, claim, follower, moderator
    ):
        bring_back()
        set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="x")

        assert tell() == []

    @pytest.mark.parametrize("why", ["unwanted", "hidden", "none follows"])
    def test_are_not_sent_to_others(self, why, tell, claim, follower, moderator, post):
        if why == "unwanted":
            follower.unwanted_mail = "predictions"
            follower.save()
        elif why == "hidden":
            hide_post(moderator=moderator, post_id=post.pk, reason="no")
        else:
            Follow.objects.all().delete()
        bring_back()

        assert tell() == []

    def test_go_to_many_in_pieces(self, tell, claim, make_user, topic, monkeypatch):
        monkeypatch.setattr("rostra.evidence.services.telling_followers.AT_ONCE", 2)
        for number in range(5):
            member = make_user(f"M{number}", email=f"m{number}@example.org")
            follow_topic(user=member, topic_id=topic.pk)
        bring_back()

        told = {letter["To"] for letter in tell()}

        assert told == {f"m{number}@example.org" for number in range(5)}
