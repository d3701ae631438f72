import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.evidence.models import Claim, Position
from rostra.evidence.services.claiming import record_claim, set_status
from rostra.evidence.services.positioning import take_position
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible

WORDS = "All three gates were shut by 02:10."


@pytest.fixture
def claim(moderator, topic):
    return record_claim(curator=moderator, topic_id=topic.pk, words=WORDS)


def say(moderator, claim, **position):
    position = {"stance": "says", "who": "Ministry of Works"} | position
    return take_position(curator=moderator, claim_id=claim.pk, **position)


class TestRecord:
    def test_a_claim_begins_unsourced_and_stands_last(self, claim, moderator, topic):
        other = record_claim(curator=moderator, topic_id=topic.pk, words="It rained.")

        assert (claim.status, claim.words) == ("unsourced", WORDS)
        assert list(topic.claims.all()) == [claim, other]

    def test_makes_the_topic_kept_for_guests_old(
        self, moderator, topic, django_capture_on_commit_callbacks
    ):
        before = current_versions([f"topic:{topic.pk}"])

        with django_capture_on_commit_callbacks(execute=True):
            record_claim(curator=moderator, topic_id=topic.pk, words=WORDS)

        assert current_versions([f"topic:{topic.pk}"])[-1] != before[-1]

    def test_is_for_house_accounts_and_moderators(self, user, make_user, topic):
        with pytest.raises(PermissionDenied, match="Only house accounts"):
            record_claim(curator=user, topic_id=topic.pk, words=WORDS)
        assert not Claim.objects.exists()

        house = make_user(is_house=True)
        record_claim(curator=house, topic_id=topic.pk, words=WORDS)
        assert Claim.objects.count() == 1

    def test_does_not_admit_that_a_private_topic_exists(self, user, make_topic):
        private = make_topic(audience="staff")

        with pytest.raises(NotVisible):
            record_claim(curator=user, topic_id=private.pk, words=WORDS)

    @pytest.mark.parametrize("words", ["", "  ", "x" * 501])
    def test_is_one_sentence(self, words, moderator, topic):
        with pytest.raises(ValidationError):
            record_claim(curator=moderator, topic_id=topic.pk, words=words)


class TestPosition:
    def test_says_who_and_where_to_look(self, moderator, claim):
        say(moderator, claim, source_title="Post 3", source_url="/post/3/")

        position = Position.objects.get()
        assert (position.claim, position.who) == (claim, "Ministry of Works")
        assert position.source_url == "/post/3/"

    @pytest.mark.parametrize(
        "url",
        [
            "javascript:alert(1)",
            "//evil.example/",
            "data:text/html,x",
            "x.html",
            "http:",
        ],
    )
    def test_a_source_is_an_address_that_can_be_followed(self, url, moderator, claim):
        with pytest.raises(ValidationError):
            say(moderator, claim, source_url=url)

    @pytest.mark.parametrize("wrong", [{"stance": "shouts"}, {"who": " "}])
    def test_needs_somebody_and_a_stance_that_there_is(self, wrong, moderator, claim):
        with pytest.raises(ValidationError):
            say(moderator, claim, **wrong)

    def test_of_no_claim_is_not_there(self, moderator, db):
        with pytest.raises(NotVisible):
            take_position(curator=moderator, claim_id=999, stance="says", who="J.")


class TestStatus:
    def test_can_be_disputed_on_anybodys_word(self, moderator, claim):
        say(moderator, claim, stance="disputes")

        set_status(curator=moderator, claim_id=claim.pk, status="disputed")

        claim.refresh_from_db()
        assert claim.status == "disputed"

    @pytest.mark.parametrize("status", ["supported", "refuted"])
    def test_is_settled_only_with_a_source(self, status, moderator, claim):
        say(moderator, claim)
        with pytest.raises(ValidationError, match="Give a source first"):
            set_status(curator=moderator, claim_id=claim.pk, status=status)

        say(moderator, claim, source_url="https://gauges.example/record")
        set_status(curator=moderator, claim_id=claim.pk, status=status)

        claim.refresh_from_db()
        assert claim.status == status

    def test_is_one_of_five(self, moderator, claim):
        with pytest.raises(ValidationError):
            set_status(curator=moderator, claim_id=claim.pk, status="true")

    def test_is_not_for_members(self, user, claim):
        with pytest.raises(PermissionDenied):
            set_status(curator=user, claim_id=claim.pk, status="withdrawn")
