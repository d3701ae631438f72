"""A claim's page says who recorded it, what backs each position, and where it is made; one
that was made by mistake is removed from everywhere."""

import pytest
from django.core.exceptions import ValidationError

from rostra.accounts.models import Guest
from rostra.evidence.models import Claim
from rostra.evidence.selectors.alike import same_claim, similar_claims
from rostra.evidence.selectors.claim_lists import claims_count, claims_page, counted_in
from rostra.evidence.selectors.claims import claim_page, claims_of
from rostra.evidence.services.claiming import claim_from_post, set_status
from rostra.evidence.services.placing import link_claim
from rostra.evidence.services.positioning import take_position
from rostra.forum.services.replying import post_reply
from rostra.foundation.visibility import NotVisible

SENTENCE = "The gates were tested twice in January."


@pytest.fixture
def claim(moderator, post):
    return claim_from_post(curator=moderator, post_id=post.pk, words=SENTENCE)


@pytest.fixture
def take(moderator, claim):
    def take(who, url="", title="", stance="says", kind="person"):
        return take_position(
            curator=moderator,
            claim_id=claim.pk,
            stance=stance,
            who=who,
            kind=kind,
            source_url=url,
            source_title=title,
        )

    return take


@pytest.fixture
def shown(client, claim, site):
    def shown(by=None):
        if by:
            client.force_login(by)
        return client.get(claim.get_absolute_url()).content.decode()

    return shown


class TestPage:
    def test_has_a_source_beside_the_position_that_it_backs(self, take, shown):
        take("Crew", "https://log.example/4", "The log")
        take("Ministry", "https://works.example/", "A statement", "disputes")

        page = shown()

        crew = page.partition(">Crew<")[2].partition("</li>")[0]
        assert "The log" in crew
        assert "A statement" not in crew
        assert "<dt>Sources</dt>" not in page

    def test_says_in_words_where_a_source_without_a_title_is(self, take, shown, topic):
        take("Crew", "/post/525/")
        take("Pilots", "https://www.log.example/4", stance="disputes")

        page = shown()

        assert '<a href="/post/525/" dir="auto">a post here</a>' in page
        assert ">log.example</a>" in page
        assert ">/post/525/<" not in page

    def test_does_not_say_that_what_has_sources_is_not_sourced(
        self, take, shown, client, moderator, claim, topic
    ):
        assert "Not yet sourced" in shown()
        assert "Not yet sourced" in client.get("/claims/").content.decode()
        take("Crew", "https://log.example/4")

        for page in (shown(), client.get("/claims/").content.decode()):
            item = page.partition('data-claim-status="unsourced"')[2]
            assert "Not decided yet" in item
            assert "Not yet sourced" not in item.partition("</section>")[0]
        talk = client.get(topic.get_absolute_url()).content.decode()
        assert 'title="A claim: not decided yet"' in talk
        assert "Not decided yet</p>" in talk
        assert 'href="#decide"' not in shown()
        assert 'href="#decide"' in shown(moderator)

    def test_of_a_source_in_a_private_network_is_refused(self, take):
        with pytest.raises(ValidationError, match="private network"):
            take("Crew", "http://10.1.1.1/x")

    def test_leads_to_the_post_that_makes_it(self, shown, post):
        link = f'<a href="/post/{post.pk}/">Post {post.number} by old ferryman</a>'

        assert link in shown()

    def test_says_who_recorded_it_and_when(self, shown, claim):
        entry = shown().partition('id="history"')[2].partition("</section>")[0]

        assert "<strong>Recorded</strong>" in entry
        assert "Tomas</span>, <time" in entry

    def test_asks_for_another_address_only_where_there_is_one_to_choose(
        self, shown, moderator
    ):
        page = shown(moderator)

        assert "Where to look: an address" in page
        assert "Or another address" not in page


class TestRemoved:
    @pytest.fixture
    def remove(self, claim, moderator, client, site):
        def remove():
            client.force_login(moderator)
            sent = {"status": "removed", "reason": "It is a question."}
            assert client.post(claim.get_absolute_url(), sent).status_code == 303
            client.logout()

        return remove

    def test_is_nowhere_any_more(
        self, claim, moderator, remove, make_topic, user, topic, client
    ):
        other = make_topic()
        said = post_reply(author=user, topic_id=other.pk, source="Tested, in January.")
        about = {"curator": moderator, "claim_id": claim.pk}
        link_claim(post_id=said.pk, words="Tested, in January.", **about)
        set_status(status="disputed", reason="Two say so.", **about)
        path = topic.get_absolute_url()
        assert 'class="claimed"' in client.get(path).content.decode()
        assert counted_in((topic.pk, other.pk))

        remove()

        assert not claims_of(topic_id=topic.pk)
        assert not claims_of(topic_id=other.pk)
        assert "claimed" not in client.get(path).content.decode()
        for reader in (Guest(), user, moderator):
            assert not claims_page(reader=reader).claims
            assert not claims_count(reader=reader).disputed
            assert not similar_claims(reader=reader, words=SENTENCE, topic=topic)
        assert not any(one.disputed for one in counted_in((topic.pk,)).values())
        assert same_claim(SENTENCE, topic) is None
        with pytest.raises(NotVisible):
            claim_page(reader=user, claim_id=claim.pk)
        with pytest.raises(NotVisible):
            link_claim(post_id=said.pk, words="Tested, in January.", **about)

    def test_is_kept_for_curators_with_who_removed_it_and_why(
        self, claim, remove, shown, moderator, client
    ):
        remove()

        assert client.get("/claims/?status=removed").status_code == 200
        assert SENTENCE not in client.get("/claims/?status=removed").content.decode()
        page = shown(moderator)
        assert "This claim was removed." in page
        assert "It is a question." in page
        assert "ClaimReview" not in page
        assert SENTENCE in client.get("/claims/?status=removed").content.decode()

    def test_is_back_with_another_status(self, claim, remove, moderator, topic):
        remove()
        about = {"curator": moderator, "claim_id": claim.pk}

        set_status(status="unsourced", reason="It can be checked.", **about)

        assert [one.id for one in claims_of(topic_id=topic.pk)] == [claim.pk]

    def test_the_same_can_be_claimed_anew(self, claim, remove, moderator, post):
        remove()

        again = claim_from_post(curator=moderator, post_id=post.pk, words=SENTENCE)

        assert again != claim
        assert Claim.objects.count() == 2
