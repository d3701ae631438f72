"""Whether a text repeats words that were erased, without these being kept."""

import json

import pytest

from rostra.forum.erasures import Erasure, are_repeated
from rostra.forum.models import Post
from rostra.forum.services.quoted_source import without_pasted

GONE = (
    "The pilot ordered seven lanterns for the quay, and nobody asked him why. "
    "It was late. 灯火が港に並び、誰も理由を尋ねなかった。"
)
RUNS = Erasure(post=Post(), gone=(GONE,)).runs


@pytest.mark.parametrize(
    "text",
    [
        GONE,
        "ordered seven lanterns for the quay",
        "Ordered  “seven” lanterns, for",
        "He said that the pilot ordered seven lanterns for the quay, I think.",
        "Never mind … ordered seven lanterns for the quay … and so on",
        "灯火が港に並び",
    ],
)
def test_repeats_them(text):
    assert are_repeated(RUNS, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It was late.",
        "He ordered seven lanterns for the quay of another town.",
        "lanterns seven ordered pilot the",
        "The pilot went home, and nobody asked him why he did.",
        "港に船",
    ],
)
def test_does_not_repeat_them(text):
    assert not are_repeated(RUNS, text)


def test_nothing_repeats_what_is_not_there():
    assert not are_repeated(frozenset(), GONE)


def test_what_is_left_somewhere_is_not_gone():
    left = Erasure(
        post=Post(), gone=(GONE,), left=("Nobody ordered seven lanterns for",)
    )

    assert not left.is_repeated_in("ordered seven lanterns for")
    assert left.is_repeated_in("nobody asked him why")


def test_they_are_the_same_after_being_kept():
    kept = frozenset(json.loads(json.dumps(sorted(RUNS))))

    assert kept == RUNS
    assert not any(word in json.dumps(sorted(RUNS)) for word in ("pilot", "quay"))


@pytest.mark.parametrize(
    ("source", "also_named", "expected"),
    [
        ("> gone\n\nMine.", False, "> *No.*\n\nMine."),
        ("Mine.\n\n> gone\n> and more\n\nYours.", False, "Mine.\n\n> *No.*\n\nYours."),
        ("> > gone", False, "> *No.*\n"),
        ("> kept", False, "> kept"),
        ("gone", False, "gone"),
        ("> @A [said](/post/7/):\n>\n> gone\n", False, None),
        (
            "> @A [said](/post/7/):\n>\n> gone\n\nMine.",
            True,
            "> @A [said](/post/7/):\n>\n> *No.*\n\nMine.",
        ),
    ],
)
def test_quotes_of_nobody_are_replaced(source, also_named, expected):
    made = without_pasted(
        source, lambda words: "gone" in words, "*No.*", also_named=also_named
    )

    assert made == (source if expected is None else expected)
