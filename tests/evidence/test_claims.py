from rostra.evidence.models import Claim, Position
from rostra.evidence.selectors.claims import claims_of


def make_claim(topic, words, status="disputed", **fields):
    topic.additions = "claims"
    topic.save()
    return Claim.objects.create(topic=topic, words=words, status=status, **fields)


def take(claim, stance, who, **source):
    return Position.objects.create(claim=claim, stance=stance, who=who, **source)


class TestClaims:
    def test_cost_one_query_with_all_their_positions(
        self, topic, django_assert_num_queries
    ):
        second = make_claim(topic, "It rained.", "unsourced", place=2)
        first = make_claim(topic, "All gates were shut.", place=1)
        take(first, "says", "Ministry")
        take(first, "disputes", "Pilots")
        take(first, "disputes", "Crew")

        with django_assert_num_queries(1):
            claims = claims_of(topic_id=topic.pk)

        assert [claim.id for claim in claims] == [first.pk, second.pk]
        assert [one.who for one in claims[0].held("says")] == ["Ministry"]
        assert [one.who for one in claims[0].held("disputes")] == ["Pilots", "Crew"]
        assert claims[1].positions == ()

    def test_stand_on_the_page_with_who_says_so_and_where_to_look(
        self, client, site, topic
    ):
        claim = make_claim(topic, "All gates were shut.")
        take(claim, "says", "Ministry", source_title="Log", source_url="/post/1/")

        page = client.get(topic.get_absolute_url()).content.decode()

        assert 'data-claim-status="disputed"' in page
        assert '<dt>Says so</dt><dd dir="auto">Ministry</dd>' in page
        assert '<a href="/post/1/" dir="auto">Log</a>' in page

    def test_never_link_to_anything_but_a_web_address(self, client, site, topic):
        claim = make_claim(topic, "All gates were shut.")
        take(claim, "says", "Ministry", source_title="x", source_url="javascript:x()")

        page = client.get(topic.get_absolute_url()).content.decode()

        assert "javascript:" not in page

    def test_leave_the_panel_out_where_there_are_none(self, client, site, topic):
        page = client.get(topic.get_absolute_url()).content.decode()

        assert 'class="claims' not in page
