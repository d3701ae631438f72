"""Claims are made of sentences, found again elsewhere, and decided with reasons."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.accounts.models import Guest
from rostra.evidence.models import Claim, ClaimLink
from rostra.evidence.policies import ClaimReading
from rostra.evidence.selectors.claim_lists import claims_count, counted_in
from rostra.evidence.selectors.claims import claim_page, claims_of
from rostra.evidence.services.claiming import claim_from_post, set_status
from rostra.evidence.services.positioning import take_position
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.moderating import hide_post, hide_topic
from rostra.forum.services.moving import merge_topics, move_topic
from rostra.forum.services.replying import post_reply
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible

SENTENCE = "The gates were tested twice in January."


@pytest.fixture
def make(moderator, post):
    def make(of=post, words=SENTENCE, by=moderator):
        return claim_from_post(curator=by, post_id=of.pk, words=words)

    return make


@pytest.fixture
def elsewhere(make_topic, user):
    """A post in another topic that says the same."""

    def elsewhere(audience="everyone"):
        topic = make_topic(audience=audience)
        author = topic.author if audience == "staff" else user
        return post_reply(author=author, topic_id=topic.pk, source=f"> {SENTENCE}")

    return elsewhere


class TestMaking:
    def test_a_claim_knows_its_post(self, make, post):
        claim = make()

        assert (claim.post, claim.topic_id, claim.status) == (
            post,
            post.topic_id,
            "unsourced",
        )

    def test_its_words_stand_in_the_post(self, make):
        with pytest.raises(ValidationError, match="do not stand"):
            make(words="The gates were never tested.")

    def test_is_for_curators(self, make, user):
        with pytest.raises(PermissionDenied):
            make(by=user)

    def test_the_same_is_made_once(self, make):
        assert make() == make(words=SENTENCE.replace(" ", "  "))

    def test_the_same_in_another_topic_is_shown_there_too(self, make, elsewhere):
        claim, other = make(), elsewhere()
        before = current_versions((f"topic:{other.topic_id}",))

        assert make(of=other) == claim

        shown = claims_of(topic_id=other.topic_id)
        assert [row.id for row in shown] == [claim.pk]
        assert current_versions((f"topic:{other.topic_id}",)) != before
        assert claims_of(topic_id=claim.topic_id)[0].id == claim.pk

    def test_the_same_in_a_private_topic_stays_there(self, make, elsewhere, user):
        private = make(of=elsewhere("staff"))

        assert make() != private
        assert not ClaimLink.objects.exists()


@pytest.mark.parametrize("how", ["hide post", "hide topic", "move"])
def test_a_claim_that_not_everybody_may_see_is_no_longer_shown_elsewhere(
    how,
    make,
    elsewhere,
    moderator,
    post,
    make_category,
    django_capture_on_commit_callbacks,
):
    other = elsewhere()
    make()
    make(of=other)
    before = current_versions((f"topic:{other.topic_id}",))

    with django_capture_on_commit_callbacks(execute=True):
        if how == "hide post":
            hide_post(moderator=moderator, post_id=post.pk, reason="no")
        elif how == "hide topic":
            hide_topic(moderator=moderator, topic_id=post.topic_id)
        else:
            staff = make_category(audience="staff")
            move_topic(
                moderator=moderator, topic_id=post.topic_id, category_id=staff.pk
            )

    assert claims_of(topic_id=other.topic_id) == ()
    assert current_versions((f"topic:{other.topic_id}",)) != before


def test_lists_and_rows_agree(make, moderator, post, user, make_user, now):
    claim, topic = make(), post.topic
    for reader in (Guest(), user, post.author, moderator):
        for hidden in ("", "post", "topic"):
            type(post).objects.update(hidden_at=now if hidden == "post" else None)
            type(topic).objects.update(hidden_at=now if hidden == "topic" else None)
            post.refresh_from_db()
            topic.refresh_from_db()
            may_read = bool(ClaimReading(reader, topic, post).read())
            claims = Claim.objects
            for listed in (claims.visible_to(reader), claims.visible_in_order(reader)):
                assert listed.filter(pk=claim.pk).exists() == may_read


def test_a_claim_from_no_post_goes_with_the_opening_post(
    make, elsewhere, moderator, user, django_capture_on_commit_callbacks
):
    other = elsewhere()
    claim, opening = make(), make().topic.posts.get(number=1)
    make(of=other)
    Claim.objects.update(post=None)
    set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="x")
    topics = (claim.topic_id, other.topic_id)
    assert all(claims_of(topic_id=pk) for pk in topics)
    assert set(counted_in(topics)) == set(topics)
    before = current_versions((f"topic:{other.topic_id}",))

    with django_capture_on_commit_callbacks(execute=True):
        hide_post(moderator=moderator, post_id=opening.pk, reason="A name.")

    assert [claims_of(topic_id=pk) for pk in topics] == [(), ()]
    assert counted_in(topics) == {}
    assert [claims_count(reader=r).disputed for r in (Guest(), moderator)] == [0, 0]
    assert current_versions((f"topic:{other.topic_id}",)) != before
    opening.refresh_from_db()
    for reader in (Guest(), user, opening.author, moderator):
        may_read = bool(ClaimReading(reader, claim.topic, opening).read())
        for rows in ("visible_to", "visible_in_order"):
            assert getattr(Claim.objects, rows)(reader).exists() == may_read
    assert not Claim.objects.visible_to(Guest()).exists()


def test_claims_go_along_when_topics_are_merged(
    make, moderator, post, make_topic, django_capture_on_commit_callbacks
):
    claim, into = make(), make_topic()

    with django_capture_on_commit_callbacks(execute=True):
        merge_topics(moderator=moderator, topic_id=post.topic_id, into_id=into.pk)

    assert claims_of(topic_id=into.pk)[0].id == claim.pk


def test_claims_of_erased_words_are_gone(make, moderator, post):
    make()

    erase_words(editor=moderator, post_id=post.pk, notice="Gone.")

    assert not Claim.objects.exists()


class TestDecisions:
    def test_are_kept_with_their_reasons(self, make, moderator, user):
        claim = make()
        take_position(
            curator=moderator,
            claim_id=claim.pk,
            stance="disputes",
            who="Crew",
            source_url="/post/1/",
        )
        for status, reason in (("disputed", "Two say so."), ("refuted", "The log.")):
            set_status(
                curator=moderator, claim_id=claim.pk, status=status, reason=reason
            )

        page = claim_page(reader=user, claim_id=claim.pk)

        said = [(one.status, one.reason) for one in page.decisions]
        assert said == [
            ("refuted", "The log."),
            ("disputed", "Two say so."),
            ("unsourced", ""),
        ]
        assert not page.curate
        assert claim_page(reader=moderator, claim_id=claim.pk).curate

    def test_a_review_is_published_only_once_a_curator_has_decided(
        self, make, moderator, client, site
    ):
        claim = make()
        path = claim.get_absolute_url()
        assert "ClaimReview" not in client.get(path).content.decode()

        set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="x")

        assert "ClaimReview" in client.get(path).content.decode()

    def test_a_claim_of_a_hidden_post_is_not_there(self, make, moderator, post, user):
        claim = make()
        hide_post(moderator=moderator, post_id=post.pk, reason="no")

        with pytest.raises(NotVisible):
            claim_page(reader=user, claim_id=claim.pk)
        assert claim_page(reader=moderator, claim_id=claim.pk)


class TestForms:
    def test_what_is_wrong_is_said_and_what_was_typed_is_there(
        self, make, moderator, client, site
    ):
        client.force_login(moderator)
        path = make().get_absolute_url()

        answer = client.post(
            path,
            {
                "stance": "says",
                "kind": "person",
                "who": "Crew",
                "source_url": "javascript:x",
            },
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "A source is a web address" in page
        assert 'value="Crew"' in page

    def test_a_curator_notes_a_position_and_decides(
        self, make, moderator, client, site
    ):
        client.force_login(moderator)
        claim = make()
        path = claim.get_absolute_url()

        noted = client.post(
            path, {"stance": "disputes", "kind": "person", "who": "Crew"}
        )
        decided = client.post(path, {"status": "disputed", "reason": "Two say so."})

        assert noted.status_code == decided.status_code == 303
        claim.refresh_from_db()
        assert claim.status == "disputed"

    def test_a_member_is_refused(self, make, user, client, site):
        client.force_login(user)

        answer = client.post(
            make().get_absolute_url(), {"status": "refuted", "reason": "I say so."}
        )

        assert answer.status_code == 403
