"""A publisher's page says what was met here, and only what its reader may see."""

import pytest

from rostra.accounts.models import Guest
from rostra.evidence.models import PostSource, Source
from rostra.evidence.selectors.publishers import claims_said_by, sources_of
from rostra.evidence.services.claiming import (
    claim_from_post,
    record_claim,
    set_status,
)
from rostra.evidence.services.positioning import take_position
from rostra.evidence.services.sourcing import Named, add_source
from rostra.forum.selectors import publishers
from rostra.forum.selectors.publishers import publisher_list
from rostra.forum.services.moderating import hide_post, hide_topic
from rostra.forum.services.moving import move_topic
from rostra.forum.services.replying import post_reply
from rostra.forum.services.ruling import rule_on
from rostra.news.services.publishing import correct_story, publish_story

KEY = "example.wire"


@pytest.fixture
def house(make_user):
    return make_user("Wire", is_house=True)


@pytest.fixture
def story(house, category, site):
    return publish_story(
        house=house,
        category_id=category.pk,
        headline="Barrier closed late, pilots say",
        body="<p>All gates were shut.</p>",
        original_url="https://www.wire.example/1",
    )


@pytest.fixture
def owner(make_user):
    return make_user("Owner", role="owner")


def name(author, post, address="https://news.wire.example/a"):
    return add_source(author=author, post_id=post.pk, address=address)


class TestSources:
    def test_are_counted_with_dead_links_and_what_changed(self, author, post, topic):
        other = post_reply(author=author, topic_id=topic.pk, source="More.")
        name(author, post)
        name(author, other)
        lost = name(author, post, "https://wire.example/b")
        Source.objects.filter(pk=lost.source_id).update(health="dead")
        PostSource.objects.filter(pk=lost.pk).update(found="lost")
        name(author, post, "https://tripwire.example/")

        its = sources_of(reader=Guest(), key=KEY)

        assert (its.pages, its.dead, its.changed, its.lost) == (2, 1, 0, 1)
        assert len(its.latest) == 3

    @pytest.mark.parametrize("how", ["post", "topic"])
    def test_in_what_is_hidden_are_not_there(
        self, how, author, post, moderator, client, site
    ):
        name(author, post)
        assert client.get("/publisher/wire.example/").status_code == 200
        if how == "post":
            hide_post(moderator=moderator, post_id=post.pk, reason="no")
        else:
            hide_topic(moderator=moderator, topic_id=post.topic_id)

        assert client.get("/publisher/wire.example/").status_code == 404
        assert "wire.example" not in client.get("/publishers/").content.decode()


class TestClaims:
    def test_tell_how_often_they_were_disputed_and_how_that_ended(
        self, story, moderator, topic, client, post
    ):
        first, second, third = (
            record_claim(curator=moderator, topic_id=story.topic_id, words=words)
            for words in ("All gates were shut.", "It rained.", "It was cold.")
        )
        elsewhere = record_claim(curator=moderator, topic_id=topic.pk, words="So said.")
        take_position(
            curator=moderator,
            claim_id=elsewhere.pk,
            stance="says",
            who="Wire",
            source_url="https://wire.example/9",
        )
        other = claim_from_post(
            curator=moderator, post_id=post.pk, words="tested twice in January"
        )
        for claim, statuses in (
            (first, ("disputed", "withdrawn")),
            (second, ("disputed",)),
            (elsewhere, ("disputed", "unsourced")),
            (other, ("disputed",)),
        ):
            for status in statuses:
                set_status(
                    curator=moderator, claim_id=claim.pk, status=status, reason="x"
                )

        its = claims_said_by(reader=Guest(), key=KEY)

        assert (its.all, its.disputed) == (4, 3)
        assert (its.ended, its.still_open) == ({"withdrawn": 1}, 2)
        assert third not in its.latest
        page = client.get("/publisher/wire.example/").content.decode()
        assert "3 were disputed or taken back." in page
        assert "How that ended: Withdrawn: 1, Still open: 2." in page

    def test_that_others_make_in_its_stories_are_not_its_own(
        self, story, moderator, topic, author, post, django_assert_num_queries
    ):
        def claim(words, *positions, of=story.topic_id):
            made = record_claim(curator=moderator, topic_id=of, words=words)
            for stance, who, url in positions:
                about = {"stance": stance, "who": who, "source_url": url}
                take_position(curator=moderator, claim_id=made.pk, **about)
            return made

        here, there = "https://wire.example/9", "https://works.example/said"
        claim("Shut by two.", ("says", "Ministry", here), ("disputes", "Crew", ""))
        claim("Open at three.", ("says", "Crew, to Wire", here))
        its = {
            claim("It rained."),
            claim("It peaked.", ("says", "Wire (corrected)", "")),
            claim("It stood.", ("says", "Crew", ""), ("confirms", "wire", here)),
            claim("It fell.", ("says", "Wire Weather", here), of=topic.pk),
        }
        claim("It froze.", ("says", "Wire Weather", there), of=topic.pk)
        weather = Named(publisher="Wire Weather")
        add_source(author=author, post_id=post.pk, address=here, named=weather)
        for one in its:
            about = {"curator": moderator, "claim_id": one.pk, "reason": "x"}
            set_status(status="disputed", **about)

        with django_assert_num_queries(3):
            found = claims_said_by(reader=Guest(), key=KEY)

        assert found.all == 4
        assert {*found.latest} == its

    def test_that_were_refuted_at_once_are_counted(self, story, moderator):
        made = record_claim(
            curator=moderator, topic_id=story.topic_id, words="All gates were shut."
        )
        about = {"curator": moderator, "claim_id": made.pk}
        url = "https://gauge.example/"
        take_position(stance="disputes", who="Gauge", source_url=url, **about)
        set_status(status="refuted", reason="The gauge says so.", **about)

        its = claims_said_by(reader=Guest(), key=KEY)

        assert (its.disputed, its.ended, its.still_open) == (1, {"refuted": 1}, 0)

    def test_of_replies_to_its_story_are_not_its_own(self, story, moderator, user):
        said = post_reply(author=user, topic_id=story.topic_id, source="I saw it.")
        claim_from_post(curator=moderator, post_id=said.pk, words="I saw it.")

        assert claims_said_by(reader=Guest(), key=KEY) is None


class TestPage:
    def test_has_the_stories_and_the_corrections_seen(self, story, house, client):
        correct_story(
            house=house,
            topic_id=story.topic_id,
            correction="It was the north gate.",
            body="<p>All gates but one were shut.</p>",
        )

        page = client.get("/publisher/wire.example/").content.decode()

        assert "One story here is from it. One was corrected." in page
        assert "It was the north gate." in page
        rows = publisher_list(reader=Guest()).rows
        assert [(row.domain, row.counts) for row in rows] == [
            ("wire.example", ("1 story",))
        ]
        assert "/publisher/wire.example/" in client.get("/publishers/").content.decode()
        topic = client.get(story.topic.get_absolute_url()).content.decode()
        assert 'href="/publisher/wire.example/"' in topic

    def test_of_private_stories_is_not_there(
        self, story, moderator, make_category, client
    ):
        staff = make_category(audience="staff")
        move_topic(moderator=moderator, topic_id=story.topic_id, category_id=staff.pk)

        assert client.get("/publisher/wire.example/").status_code == 404
        assert publisher_list(reader=Guest()).rows == ()

    def test_has_one_address(self, story, client):
        answer = client.get("/publisher/WWW.Wire.example/")

        assert answer.status_code == 301
        assert answer.headers["Location"] == "/publisher/wire.example/"
        assert client.get("/publisher/no domain/").status_code == 404

    def test_is_looked_up(self, client, site):
        found = client.get("/publishers/", {"domain": "https://wire.example/x"})
        wrong = client.get("/publishers/", {"domain": "<x>"})

        assert found.headers["Location"] == "/publisher/wire.example/"
        assert "Give the name of a host" in wrong.content.decode()
        assert "<x>" not in wrong.content.decode()

    def test_is_found_by_how_its_name_begins(self, author, post, owner, client, site):
        for number, domain in enumerate(
            ("news.example", "news.example.org", "newer.example", "a.news.example")
        ):
            name(author, post, f"https://{domain}/{number}")

        def found(typed):
            return client.get("/publishers/", {"domain": typed})

        page = found("new").text
        assert "/publisher/news.example/" in page
        assert "/publisher/newer.example/" in page
        assert "/publisher/a.news.example/" not in page
        page = found("www.NEWS.").text
        assert "/publisher/news.example.org/" in page
        assert "/publisher/newer.example/" not in page
        assert found("news.example").headers["Location"] == "/publisher/news.example/"
        page = found("news.exa")
        assert "/publisher/news.example/" in page.text
        assert "/publisher/news.exa/" not in page.text
        client.force_login(owner)
        assert "/publisher/news.exa/" in found("news.exa").text

    def test_of_the_list_has_all_once_those_that_most_is_from_first(
        self, author, post, topic, owner, monkeypatch, client, site
    ):
        monkeypatch.setattr(publishers, "AT_ONCE", 3)
        other = post_reply(author=author, topic_id=topic.pk, source="More.")
        for number in range(7):
            name(author, post, f"https://n{number}.example/")
        name(author, other, "https://n5.example/2")
        rule_on(owner=owner, domain="ruled.example", rule="hold")

        listed, after = [], ""
        while True:
            page = publisher_list(reader=Guest(), after=after)
            listed.append([row.domain.partition(".")[0] for row in page.rows])
            if not (after := page.after):
                break

        assert listed == [["n5", "n0", "n1"], ["n2", "n3", "n4"], ["n6", "ruled"]]
        page = client.get("/publishers/", {"domain": "n"}).text
        assert 'href="?domain=n&amp;after=1%3An1.example"' in page
        page = client.get("/publishers/", {"domain": "n", "after": "1:n1.example"}).text
        assert "/publisher/n2.example/" in page
        assert "/publisher/n5.example/" not in page
        for nonsense in ("x", "9" * 40, "1:", ":", "²:a"):
            assert client.get("/publishers/", {"after": nonsense}).status_code == 200

    def test_of_the_list_costs_one_query_while_nothing_was_written(
        self, author, post, owner, django_assert_num_queries
    ):
        name(author, post)
        rule_on(owner=owner, domain="ruled.example", rule="hold")
        publisher_list(reader=Guest())

        with django_assert_num_queries(1):
            assert len(publisher_list(reader=Guest()).rows) == 2

    def test_has_the_owners_note_and_rule(self, owner, client, site):
        client.force_login(owner)
        sent = {"rule": "refuse", "note": "It <b>copies</b>."}

        answer = client.post("/publisher/wire.example/", sent)

        assert answer.status_code == 303
        client.logout()
        page = client.get("/publisher/wire.example/").content.decode()
        assert "It &lt;b&gt;copies&lt;/b&gt;." in page
        assert "Not taken here" in page
        assert "What holds for it" not in page

    def test_is_the_owners_alone_to_change(self, owner, moderator, client, site):
        rule_on(owner=owner, domain="wire.example", note="Fine.")
        sent = {"rule": "refuse", "note": ""}

        assert client.post("/publisher/wire.example/", sent).status_code == 302
        client.force_login(moderator)
        assert client.post("/publisher/wire.example/", sent).status_code == 403

    def test_says_what_is_wrong_and_gives_the_note_back(self, owner, client, site):
        client.force_login(owner)
        sent = {"rule": "hold", "note": "long " * 300}

        answer = client.post("/publisher/wire.example/", sent)

        assert answer.status_code == 422
        assert "Use at most 1000 characters." in answer.content.decode()
        assert sent["note"].strip() in answer.content.decode()
