import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.foundation.differences import (
    ELIDED,
    Kind,
    Piece,
    around_changes,
    differences,
    shortened,
    side_by_side,
)
from tests.processor import measured

TEXTS = st.text(alphabet="ab c\né,.ไท12-:&€%", max_size=60)


def shown(before, after):
    """The changes as one line: [gone] and {new}."""
    ends = {Kind.SAME: "{}", Kind.GONE: "[{}]", Kind.NEW: "{{{}}}"}
    return "".join(ends[kind].format(text) for kind, text in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("The gate is tied.", "The gate is wired.", "The gate is [tied]{wired}."),
        ("a b", "a b", "a b"),
        ("", "new", "{new}"),
        ("old", "", "[old]"),
        ("a\nb\nc\n", "a\nc\n", "a\n[b\n]c\n"),
        ("it's late", "it’s late", "[it's]{it’s} late"),
        ("ประเทศไทย", "ประเทศลาว", "ประเทศ[ไทย]{ลาว}"),
        ("東京は雨", "東京は晴", "東京は[雨]{晴}"),
        ("המילה טובה", "המילה רעה", "המילה [טובה]{רעה}"),
        ("[a](http://x.org)", "[a](http://y.org)", "[a](http://[x]{y}.org)"),
        (
            "a surge of 4.2 metres",
            "a surge of 3.8 metres",
            "a surge of [4.2]{3.8} metres",
        ),
        ("um 4,2 Meter.", "um 3,8 Meter.", "um [4,2]{3,8} Meter."),
        ("at 02:10, then", "at 02:40, then", "at [02:10]{02:40}, then"),
        ("on 2026-11-29.", "on 2026-11-30.", "on [2026-11-29]{2026-11-30}."),
        ("am 14.3.2026", "am 15.3.2026", "am [14.3.2026]{15.3.2026}"),
        ("cost €1,200.50.", "cost €1,300.50.", "cost [€1,200.50]{€1,300.50}."),
        ("up 4.5%, not", "up 5.5%, not", "up [4.5%]{5.5%}, not"),
        ("fell to -3.5 and", "fell to -3.8 and", "fell to [-3.5]{-3.8} and"),
        ("won 3–1 at", "won 3–2 at", "won [3–1]{3–2} at"),
        ("the U.S. said", "the U.N. said", "the [U.S.]{U.N.} said"),
        ("for R&D now", "for R&B now", "for [R&D]{R&B} now"),
    ],
)
def test_words_that_changed_are_told(before, after, said):
    assert shown(before, after) == said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("1. one", "2. one", "[1]{2}. one"),
        ("1,2,3,4", "1,2,5,4", "1,2,[3]{5},4"),
        ("|1|2|", "|1|3|", "|1|[2]{3}|"),
        ("x.org/?a=b&c=d", "x.org/?a=b&e=d", "x.org/?a=b&[c]{e}=d"),
        ("**4.2**", "*4.2*", "*[*]4.2[*]*"),
        ("[^1] &lt;b", "[^2] &lt;i", "[^[1]{2}] &lt;[b]{i}"),
        ("F-16", "F-35", "F-[16]{35}"),
        ("a/2-b", "a/3-b", "a/[2]{3}-b"),
    ],
)
def test_markup_and_lists_of_numbers_are_compared_by_their_parts(before, after, said):
    assert shown(before, after) == said


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_changes(before, after):
    pieces = differences(before, after)
    rows = side_by_side(before, after)

    assert "".join(p.text for p in pieces if p.kind != Kind.NEW) == before
    assert "".join(p.text for p in pieces if p.kind != Kind.GONE) == after
    assert "".join(p.text for row in rows for p in row.before) == before
    assert "".join(p.text for row in rows for p in row.after) == after


def test_lines_that_belong_together_stand_side_by_side():
    rows = side_by_side("a\nb c\nd\n", "a\nb x\nd\ne\n")

    assert [row.is_same for row in rows] == [True, False, True, False]
    assert rows[1].before == (Piece(Kind.SAME, "b "), Piece(Kind.GONE, "c"), _end())
    assert rows[1].after == (Piece(Kind.SAME, "b "), Piece(Kind.NEW, "x"), _end())
    assert rows[3].before == ()


def _end():
    return Piece(Kind.SAME, "\n")


def test_what_stayed_is_left_out_but_for_what_is_near():
    words = "word " * 400

    pieces = shortened(differences(f"{words}old {words}", f"{words}new {words}"))

    assert [piece.kind for piece in pieces] == ["same", "gone", "new", "same"]
    assert pieces[0].text.startswith("… word")
    assert pieces[-1].text.endswith("word …")
    assert all(len(piece.text) < 200 for piece in pieces)


def test_rows_far_from_a_change_are_one_row_of_dots():
    lines = [f"line {n}\n" for n in range(40)]
    changed = [*lines[:20], "other\n", *lines[21:]]

    rows = around_changes(side_by_side("".join(lines), "".join(changed)))

    assert len(rows) == 7
    assert rows[0].before == rows[-1].before == (ELIDED,)


@pytest.mark.parametrize("words", [1, 100])
def test_no_text_takes_long_to_compare(words):
    chance = random.Random(1)

    def text():
        line = " ".join(chance.choice("ab") for _each in range(words))
        return "\n".join([line, "a"] * (30_000 // (2 * words)))

    with measured() as took:
        differences(text(), text())
        side_by_side(text(), text())

    assert took() < 3
