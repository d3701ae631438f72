"""The words of a claim are underlined where they stand, and only there."""

import re

import pytest

from rostra.evidence.services.claiming import claim_from_post, record_claim, set_status
from rostra.evidence.services.requesting import ask_for_source, decline_request
from rostra.forum.services.editing import edit_post
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.moderating import hide_post
from rostra.forum.services.replying import post_reply

SENTENCE = "The gates were tested twice in January."


@pytest.fixture
def shown(client, site, topic):
    """The opening tags around words of claims, on the topic's page."""

    def shown(of=topic):
        page = client.get(of.get_absolute_url()).content.decode()
        return re.findall(r"<(?:a|span) class=\"(?:claimed|asked)\"[^>]*>", page), page

    return shown


@pytest.fixture
def claim(moderator, post):
    return claim_from_post(curator=moderator, post_id=post.pk, words=SENTENCE)


def test_words_lead_to_their_claim_and_say_where_it_stands(shown, claim):
    lines, page = shown()

    says = 'data-claim-status="unsourced" title="A claim: not yet sourced"'
    assert lines == [f'<a class="claimed" href="/claim/{claim.pk}/" {says}>']
    assert f"{lines[0]}{SENTENCE}</a> Everybody" in page


def test_a_decision_is_seen_at_once(shown, claim, moderator):
    shown()

    set_status(curator=moderator, claim_id=claim.pk, status="disputed", reason="Two.")

    assert 'data-claim-status="disputed"' in shown()[0][0]


def test_they_are_found_again_after_an_edit_and_gone_with_the_words(
    shown, claim, author, post
):
    edit_post(editor=author, post_id=post.pk, source=f"Well: *{SENTENCE[:-1]}*. So.")
    assert len(shown()[0]) == 2

    edit_post(editor=author, post_id=post.pk, source="I take it back.")
    assert shown()[0] == []


def test_a_claim_of_the_whole_topic_is_looked_for_in_its_opening_post(
    shown, moderator, make_topic
):
    topic = make_topic(source="He said: the *keel* was rotten.")
    record_claim(curator=moderator, topic_id=topic.pk, words="the keel was rotten")

    assert len(shown(topic)[0]) == 3


def test_there_is_no_link_in_a_link_and_nothing_in_attributes(
    shown, moderator, author, topic
):
    source = '[It rained here](https://a.example/?q="It+rained") today & <b>more</b>'
    post = post_reply(author=author, topic_id=topic.pk, source=source)
    words = "It rained here today & <b>more</b>"
    claim_from_post(curator=moderator, post_id=post.pk, words=words)

    lines, page = shown()

    assert [line[:5] for line in lines] == ["<span", "<a cl"]
    assert "&lt;b&gt;more&lt;/b&gt;" in page
    assert "<b>more" not in page


@pytest.mark.parametrize("how", ["hidden", "erased"])
def test_nothing_is_left_of_words_that_nobody_may_read(
    how, shown, claim, moderator, post
):
    if how == "hidden":
        hide_post(moderator=moderator, post_id=post.pk, reason="no")
    else:
        erase_words(editor=moderator, post_id=post.pk, notice="Gone.")

    assert shown()[0] == []


def test_a_claim_met_elsewhere_has_its_line_there_too(
    shown, claim, moderator, make_topic, user
):
    other = make_topic()
    said = post_reply(author=user, topic_id=other.pk, source=f"> {SENTENCE}")
    assert claim_from_post(curator=moderator, post_id=said.pk, words=SENTENCE) == claim

    assert f"/claim/{claim.pk}/" in shown(other)[0][0]


def test_two_claims_of_the_same_words_share_them(shown, claim, moderator, post):
    claim_from_post(curator=moderator, post_id=post.pk, words="tested twice in January")
    longer = f"{SENTENCE} Everybody at the Slip knew."
    claim_from_post(curator=moderator, post_id=post.pk, words=longer)

    lines, _page = shown()

    assert len(lines) == 2
    assert len(set(lines)) == 2


def test_words_that_a_source_is_asked_for_are_marked_while_it_is_asked(
    shown, claim, author, user, post
):
    asked = "Everybody at the Slip knew"
    request = ask_for_source(asker=user, post_id=post.pk, words=asked)
    ask_for_source(asker=user, post_id=post.pk)

    lines, page = shown()

    mark = '<span class="asked" title="A source is asked for this">'
    assert lines[1:] == [mark]
    assert f"{mark}{asked}</span>" in page
    decline_request(author=author, request_id=request.pk, reason="I was there.")
    assert len(shown()[0]) == 1


def test_words_of_a_claim_that_are_asked_for_lead_to_the_claim(
    shown, claim, user, post
):
    ask_for_source(asker=user, post_id=post.pk, words=SENTENCE[:-1])

    assert [line[:18] for line in shown()[0]] == ['<a class="claimed"']
