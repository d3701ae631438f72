"""Footnotes: numbered, at the end of what they belong to, with a way back."""

import pytest

from rostra.foundation.markup import render
from rostra.foundation.markup.limits import MOST_NOTE_MARKS
from tests.foundation.markup.reading import elements, shown

TEXT = "a[^x] b[^Note] c[^x]\n\n[^note]: two\n[^x]: one\n\n    more"


def links(html: str, kind: str) -> list[tuple[str, str]]:
    return [
        (e.text(), e.attributes["aria-label"])
        for e in elements(html)
        if e.attributes.get("class") == kind
    ]


def ids(html: str) -> list[str]:
    return [e.attributes["id"] for e in elements(html) if e.attributes.get("id")]


def test_are_numbered_in_the_order_of_their_marks():
    html = render(TEXT).html

    assert shown(html) == "a1 b2 c1 one more ↩↩2 two ↩"
    assert links(html, "note-mark") == [
        ("1", "Note 1"),
        ("2", "Note 2"),
        ("1", "Note 1"),
    ]
    assert [words for _, words in links(html, "note-back")] == [
        "Back to note 1 in the text",
        "Back to note 1 in the text",
        "Back to note 2 in the text",
    ]


def test_lead_to_their_notes_and_back():
    html = render(TEXT).html

    leading = [e.attributes["href"][1:] for e in elements(html) if e.tag == "a"]
    assert sorted(set(leading)) == sorted(ids(html))


def test_of_different_texts_and_of_one_text_in_two_posts_have_different_ids():
    one, other = render(TEXT).html, render(TEXT, salt="post:2").html

    assert set(ids(one)).isdisjoint(ids(other))
    assert set(ids(one)).isdisjoint(ids(render(TEXT + "!").html))
    assert len(ids(one)) == len(set(ids(one)))


def test_that_are_not_there_stay_as_typed():
    assert shown(render("a[^x] [^y]\n\n[^y]: z").html) == "a[^x] 1 z ↩"


def test_that_nothing_leads_to_are_shown_last():
    html = render("[^a]: one\n[^b]: two\n\nx[^b]\n\n[^b]: three").html

    assert shown(html) == "x1 two ↩ one three"


@pytest.mark.parametrize(
    "source",
    [
        "a[^n]\n\n> b[^n]\n>\n> [^n]: theirs\n\n[^n]: mine",
        "a[^n]\n\n||\n\nb[^n]\n\n[^n]: theirs\n\n||\n\n[^n]: mine",
    ],
)
def test_of_a_quote_or_of_hidden_blocks_stay_with_it(source):
    html = render(source).html

    inside = next(e for e in elements(html) if e.tag in ("blockquote", "details"))
    assert "b1 theirs" in " ".join(inside.text().split())
    assert "mine" not in inside.text()
    assert len(ids(html)) == 4


def test_stand_in_no_link():
    html = render("![a[^n]](/b) and [a ![c[^n]](/d)](/b)\n\n[^n]: x").html

    assert all(not e.css("a a") for e in elements(html))


def test_beyond_the_limit_are_words():
    html = render("a[^n] " * (MOST_NOTE_MARKS + 5) + "\n\n[^n]: x").html

    assert len(links(html, "note-mark")) == MOST_NOTE_MARKS
    assert shown(html).count("[^n]") == 5
    assert len(links(html, "note-back")) == 9


def test_are_words_of_their_author_and_their_marks_are_none():
    assert render(TEXT).text == "a b c\none\nmore\ntwo"
