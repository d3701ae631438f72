"""The same claim met elsewhere is offered and linked, and not typed again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.accounts.models import Guest
from rostra.evidence.models import Claim, ClaimLink
from rostra.evidence.selectors.alike import similar_claims
from rostra.evidence.selectors.claims import claim_page, claims_of
from rostra.evidence.services.claiming import claim_from_post, record_claim, set_status
from rostra.evidence.services.placing import link_claim, unlink_claim
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.moderating import hide_post, hide_topic
from rostra.forum.services.moving import merge_topics, split_topic
from rostra.forum.services.replying import post_reply
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible

SENTENCE = "The gates were tested twice in January."
NEARLY = "Twice in January, the gates were tested by the crew."


@pytest.fixture
def claim(moderator, post):
    return claim_from_post(curator=moderator, post_id=post.pk, words=SENTENCE)


@pytest.fixture
def other(make_topic, user):
    """A post in another topic that says nearly the same."""
    return post_reply(author=user, topic_id=make_topic().pk, source=NEARLY)


def offered(moderator, other):
    found = similar_claims(reader=moderator, words=NEARLY, topic=other.topic)
    return [one for one, _ in found]


class TestOffers:
    def test_are_claims_in_nearly_the_same_words(
        self, claim, moderator, other, topic, django_assert_num_queries
    ):
        for words in (
            "It rained.",
            "The crew went home in March.",
            "No gate was shut.",
        ):
            record_claim(curator=moderator, topic_id=topic.pk, words=words)
        offered(moderator, other)

        with django_assert_num_queries(2):
            found = offered(moderator, other)

        assert found == [claim]

    @pytest.mark.parametrize("how", ["private", "topic", "post"])
    def test_are_none_that_not_everybody_may_read(
        self, how, moderator, other, make_topic, post
    ):
        if how == "private":
            place = make_topic(audience="staff")
            record_claim(curator=moderator, topic_id=place.pk, words=SENTENCE)
        else:
            claim_from_post(curator=moderator, post_id=post.pk, words=SENTENCE)
            if how == "topic":
                hide_topic(moderator=moderator, topic_id=post.topic_id)
            else:
                hide_post(moderator=moderator, post_id=post.pk, reason="no")

        assert offered(moderator, other) == []

    def test_the_form_asks_first_and_gives_the_words_back(
        self, claim, moderator, other, client, site
    ):
        client.force_login(moderator)
        path = f"/post/{other.pk}/claim/"

        page = client.post(path, {"words": NEARLY}).content.decode()

        assert "This claim may be here already" in page
        assert f'name="link" value="{claim.pk}"' in page
        assert f">{NEARLY}</textarea>" in page
        assert Claim.objects.count() == 1

        answer = client.post(path, {"words": NEARLY, "link": claim.pk})
        assert answer.headers["Location"] == claim.get_absolute_url()
        assert ClaimLink.objects.get().words == NEARLY

    def test_whoever_says_that_it_is_another_makes_it(
        self, claim, moderator, other, client, site
    ):
        client.force_login(moderator)

        client.post(f"/post/{other.pk}/claim/", {"words": NEARLY, "anyway": "1"})

        assert Claim.objects.count() == 2

    def test_words_that_do_not_stand_there_are_refused_before(
        self, claim, moderator, other, client, site
    ):
        client.force_login(moderator)

        answer = client.post(f"/post/{other.pk}/claim/", {"words": SENTENCE})

        assert answer.status_code == 422
        assert "do not stand in the post" in answer.content.decode()


class TestLinks:
    @pytest.fixture
    def link(self, claim, moderator, other):
        def link(by=moderator, words=NEARLY, claim_id=claim.pk):
            return link_claim(
                curator=by, claim_id=claim_id, post_id=other.pk, words=words
            )

        return link

    def test_show_one_claim_with_one_status_in_both_topics(
        self, link, claim, other, moderator, client, site
    ):
        link()
        set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="x")

        row = claims_of(topic_id=other.topic_id)[0]
        page = client.get(other.topic.get_absolute_url()).content.decode()

        assert (row.id, row.status, row.places) == (
            claim.pk,
            "disputed",
            ((other.pk, NEARLY),),
        )
        assert f'href="/claim/{claim.pk}/" data-claim-status="disputed"' in page
        places = client.get(claim.get_absolute_url()).content.decode()
        assert f'href="/post/{other.pk}/"' in places
        assert NEARLY in places

    def test_are_for_curators(self, link, user):
        with pytest.raises(PermissionDenied):
            link(by=user)

    def test_need_words_of_the_post(self, link):
        with pytest.raises(ValidationError, match="do not stand"):
            link(words="Nobody said so.")

    def test_do_not_lead_to_what_not_everybody_reads(self, link, moderator, make_topic):
        place = make_topic(audience="staff")
        hidden = record_claim(curator=moderator, topic_id=place.pk, words="It rained.")

        with pytest.raises(NotVisible):
            link(claim_id=hidden.pk)

    def test_made_twice_are_one(self, link):
        link()
        link()

        assert ClaimLink.objects.count() == 1

    def test_are_taken_away_by_curators(
        self, link, claim, other, moderator, user, client, site
    ):
        link()
        place = ClaimLink.objects.get()
        with pytest.raises(PermissionDenied):
            unlink_claim(curator=user, claim_id=claim.pk, link_id=place.pk)
        before = current_versions((f"topic:{other.topic_id}",))
        client.force_login(moderator)

        client.post(f"/claim/{claim.pk}/unlink/", {"link": place.pk})

        assert claims_of(topic_id=other.topic_id) == ()
        assert current_versions((f"topic:{other.topic_id}",)) != before

    def test_in_places_that_a_reader_may_not_see_are_not_told(
        self, link, claim, other, moderator, django_capture_on_commit_callbacks
    ):
        link()

        with django_capture_on_commit_callbacks(execute=True):
            hide_post(moderator=moderator, post_id=other.pk, reason="no")

        assert claim_page(reader=Guest(), claim_id=claim.pk).links == ()
        assert claims_of(topic_id=other.topic_id) == ()

    def test_of_erased_words_are_gone(self, link, other, moderator):
        link()

        erase_words(editor=moderator, post_id=other.pk, notice="Gone.")

        assert not ClaimLink.objects.exists()

    def test_go_along_when_topics_are_merged_and_split(
        self, link, claim, other, moderator, django_capture_on_commit_callbacks
    ):
        link()

        with django_capture_on_commit_callbacks(execute=True):
            merge_topics(
                moderator=moderator,
                topic_id=other.topic_id,
                into_id=claim.topic_id,
            )
        rows = claims_of(topic_id=claim.topic_id)
        assert [row.id for row in rows] == [claim.pk]
        assert {words for _, words in rows[0].places} == {SENTENCE, NEARLY}

        with django_capture_on_commit_callbacks(execute=True):
            new = split_topic(
                moderator=moderator,
                topic_id=claim.topic_id,
                post_ids=[other.pk],
                title="Something else",
            )
        assert [row.id for row in claims_of(topic_id=new.pk)] == [claim.pk]
