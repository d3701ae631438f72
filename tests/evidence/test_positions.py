"""Positions on claims say whose they are, and where to look."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from rostra.accounts.models import Closing
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.accounts.services.merging import finish_mergings, merge_members
from rostra.accounts.services.renaming import rename_member
from rostra.evidence.models import Position, Source
from rostra.evidence.own import stances
from rostra.evidence.selectors.claims import claim_page, claims_of
from rostra.evidence.services.checking import forget_unused_sources
from rostra.evidence.services.claiming import record_claim
from rostra.evidence.services.positioning import drop_position, take_position
from rostra.evidence.services.sourcing import Named, add_source
from rostra.forum.services.moderating import hide_post, hide_topic
from rostra.forum.services.replying import post_reply
from rostra.forum.services.ruling import rule_on
from rostra.foundation.visibility import NotVisible
from rostra.web.models import Site

PAGE = "https://pilots.example/log/page-4"


@pytest.fixture
def claim(moderator, topic):
    words = "All three gates were shut by 02:10."
    return record_claim(curator=moderator, topic_id=topic.pk, words=words)


@pytest.fixture
def take(moderator, claim):
    def take(who="Ministry of Works", kind="organisation", **more):
        about = {"stance": "says", "who": who, "kind": kind} | more
        return take_position(curator=moderator, claim_id=claim.pk, **about)

    return take


@pytest.fixture
def owner(make_user):
    return make_user("Owner", role="owner")


def card(client, claim):
    """The claim on the page of its topic, and on its own."""
    topic = client.get(claim.topic.get_absolute_url()).text
    start = topic.index('<li class="claim"')
    return topic[start : topic.index("</li>", start)], client.get(
        claim.get_absolute_url()
    ).text


class TestWho:
    def test_is_a_person_an_organisation_or_a_member(self, take, user, moderator):
        take("J. Sorrel", "person")
        take("Ministry  of Works")
        take("@ada", "member")

        who = [(one.kind, one.who, one.member) for one in Position.objects.all()]
        assert who == [
            ("person", "J. Sorrel", None),
            ("organisation", "Ministry of Works", None),
            ("member", "", user),
        ]

    @pytest.mark.parametrize(
        ("who", "kind", "said"),
        [
            ("Nobody here", "member", "no member of this name"),
            ("Ada", "robot", "no such kind"),
            (" ", "person", "whose position"),
            ("x" * 201, "person", "whose position"),
        ],
    )
    def test_is_somebody(self, who, kind, said, take, user):
        with pytest.raises(ValidationError, match=said):
            take(who, kind)

    def test_leads_to_the_page_of_a_member_and_follows_their_name(
        self, take, user, owner, claim, client, site
    ):
        take("Ada", "member")
        link = f'<a href="{user.get_absolute_url()}">Ada</a>'
        assert all(link in page for page in card(client, claim))
        assert "(a member)" in card(client, claim)[1]

        rename_member(owner=owner, member_id=user.pk, name="Ada Quay")

        user.refresh_from_db()
        link = f'<a href="{user.get_absolute_url()}">Ada Quay</a>'
        assert all(link in page for page in card(client, claim))

    def test_is_in_the_copy_that_a_member_takes(self, take, user, claim):
        take("Ada", "member", stance="disputes")

        [row] = stances(user)

        assert row["address"] == claim.get_absolute_url()
        assert row["stance"] == "disputes"

    def test_stands_under_the_neutral_name_once_a_member_has_left(
        self, take, user, claim, client, site
    ):
        take("Ada", "member")

        leave_site(member=user)
        finish_closings()

        user.refresh_from_db()
        assert Position.objects.get().member == user
        for page in card(client, claim):
            assert "Ada" not in page
            assert user.name in page

    def test_goes_with_the_words_of_a_member_who_left(
        self, take, user, claim, client, site
    ):
        Site.objects.update(may_erase_words=True)
        take("Ada", "member")
        take()

        leave_site(member=user, erases_words=True)
        finish_closings()

        assert Closing.objects.get().finished_at
        assert [one.who for one in Position.objects.all()] == ["Ministry of Works"]
        for page in card(client, claim):
            assert "Ada" not in page
            assert user.name not in page

    def test_goes_to_the_account_that_is_kept(
        self, take, user, owner, make_user, claim, client, site
    ):
        take("Ada", "member")
        kept = make_user("Ada Quay")
        card(client, claim)

        merge_members(owner=owner, gone_id=user.pk, kept_id=kept.pk)
        finish_mergings()

        assert Position.objects.get().member == kept
        assert all("Ada Quay</a>" in page for page in card(client, claim))


class TestSource:
    def test_is_one_that_a_post_in_the_topic_names(
        self, take, author, post, claim, moderator, client, site
    ):
        named = Named(title="Watch-house log")
        use = add_source(author=author, post_id=post.pk, address=PAGE, named=named)
        assert claim_page(reader=moderator, claim_id=claim.pk).named == (use,)
        assert claim_page(reader=author, claim_id=claim.pk).named == ()

        take(use_id=use.pk)

        position = Position.objects.get()
        assert (position.source, position.source_url) == (use.source, PAGE)
        assert position.domain_key == "example.pilots"
        assert all("Watch-house log</a>" in page for page in card(client, claim))

    def test_of_another_topic_or_a_hidden_post_cannot_be_chosen(
        self, take, author, post, moderator, make_topic
    ):
        other = post_reply(author=author, topic_id=make_topic().pk, source="More.")
        for one in (post, other):
            add_source(author=author, post_id=one.pk, address=PAGE)
        hide_post(moderator=moderator, post_id=post.pk, reason="no")

        for of in (post, other):
            with pytest.raises(ValidationError, match="named in this topic"):
                take(use_id=of.named_sources.get().pk)

    def test_is_made_of_an_address_and_stays_as_long_as_it_is_looked_at(
        self, take, claim, client, site
    ):
        take(source_url="HTTPS://Pilots.example/log/page-4?utm_source=x")
        take("Pilots", source_url=PAGE)
        Source.objects.update(made_at=timezone.now() - timezone.timedelta(days=9))

        assert forget_unused_sources() == 0

        source = Source.objects.get()
        assert source.positions.count() == 2
        assert source.due_at is not None
        now = timezone.now()
        Source.objects.update(title="The log", health="dead", failing_since=now)
        assert client.get(source.get_absolute_url()).status_code == 200
        for page in card(client, claim):
            assert "The log</a>" in page
            assert "no longer there" in page
        Position.objects.all().delete()
        assert forget_unused_sources() == 1

    def test_has_a_page_for_those_who_see_the_claim(
        self, take, claim, client, site, moderator, topic
    ):
        take(source_url=PAGE)
        path = Source.objects.get().get_absolute_url()
        assert f'href="{path}"' in client.get(claim.get_absolute_url()).text

        page = client.get(path).text

        assert "Claims that it is given for" in page
        assert claim.words in page
        hide_topic(moderator=moderator, topic_id=topic.pk)
        assert client.get(path).status_code == 404

    def test_of_this_site_is_a_path(self, take):
        assert take(source_url="/post/1/").source is None
        with pytest.raises(ValidationError, match="a web address or a page"):
            take(source_url="x.html")

    def test_is_not_what_the_owner_refuses(self, take, owner, author, post):
        use = add_source(author=author, post_id=post.pk, address=PAGE)
        rule_on(owner=owner, domain="pilots.example", rule="refuse", note="Copies.")

        for more in ({"use_id": use.pk}, {"source_url": PAGE}):
            with pytest.raises(ValidationError, match="Copies"):
                take(**more)


def test_the_form_offers_both_and_says_what_is_wrong(
    moderator, client_of, author, post, claim, user, site
):
    use = add_source(author=author, post_id=post.pk, address=PAGE)
    browser, path = client_of(moderator), claim.get_absolute_url()
    assert f'<option value="{use.pk}">' in browser.get(path).text
    sent = {"stance": "says", "kind": "member", "who": "Nobody", "use_id": use.pk}

    wrong = browser.post(path, sent)

    assert wrong.status_code == 422
    assert "There is no member of this name." in wrong.text
    assert f'<option value="{use.pk}" selected>' in wrong.text
    assert browser.post(path, {**sent, "who": "Ada"}).status_code == 303
    position = Position.objects.get()
    assert (position.member, position.source) == (user, use.source)


def test_claims_cost_one_query_with_members_and_sources(
    take, user, author, post, topic, django_assert_num_queries
):
    take("Ada", "member", source_url=PAGE)
    take(source_url="https://gauges.example/")
    claims_of(topic_id=topic.pk)

    with django_assert_num_queries(1):
        [row] = claims_of(topic_id=topic.pk)

    assert [one.who for one in row.positions] == ["Ada", "Ministry of Works"]
    assert row.positions[0].member_id == user.pk


class TestTakenOut:
    def test_it_is_gone_from_the_claim_and_its_topic(
        self, take, client, moderator, claim, site
    ):
        take("Ministry of Works")
        wrong = take("Minister of Work")
        client.force_login(moderator)
        assert "Minister of Work" in "".join(card(client, claim))

        sent = client.post(f"/claim/{claim.pk}/positions/", {"position": wrong.pk})

        assert (sent.status_code, sent["Location"]) == (303, f"/claim/{claim.pk}/#say")
        said = "".join(card(client, claim))
        assert "Minister of Work" not in said
        assert "Ministry of Works" in said

    def test_it_is_of_this_claim(self, take, moderator, topic):
        position = take()
        other = record_claim(
            curator=moderator, topic_id=topic.pk, words="It was dark by then."
        )

        for claim_id in (other.pk, position.claim_id, position.claim_id):
            drop_position(curator=moderator, claim_id=claim_id, position_id=position.pk)
            is_there = Position.objects.filter(pk=position.pk).exists()
            assert is_there == (claim_id == other.pk)

    def test_only_curators_do_so(self, take, user):
        position = take()

        with pytest.raises(PermissionDenied):
            drop_position(
                curator=user, claim_id=position.claim_id, position_id=position.pk
            )
        with pytest.raises(NotVisible):
            drop_position(curator=user, claim_id=10**9, position_id=position.pk)

        assert Position.objects.get() == position
