import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.foundation.markup import normalise, stands_in
from tests.processor import measured

WHOLE = "The keel, he said, was “rotten” – all of it… and nobody had looked."


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("“a” „b“ «c» 「d」", '"a" "b" "c" "d"'),
        ("it’s ‘so’", "it's 'so'"),
        ("a–b — c − d", "a-b - c - d"),
        ("  a\u00a0b\n\tc\u3000d ", "a b c d"),
        ("co\u00adop \u200bx\ufeff", "coop x"),
        ("e\u0301", "é"),
        ("ångström", "ångström"),
    ],
)
def test_what_readers_see_alike_is_equal(typed, normal):
    assert normalise(typed) == normal


@pytest.mark.parametrize(("one", "other"), [("x²", "x2"), ("½", "1/2"), ("No", "no")])
def test_what_means_something_else_is_not(one, other):
    assert normalise(one) != normalise(other)


@given(st.text(max_size=80))
def test_what_is_normal_stays_so(words):
    assert normalise(normalise(words)) == normalise(words)


@pytest.mark.parametrize(
    "quoted",
    [
        WHOLE,
        "he said",
        'was "rotten" - all of it',
        "“rotten” - all",
        "The keel … rotten",
        "The keel ... rotten",
        "The keel […] rotten [...] looked.",
        "… he said, …",
        "all of it… and nobody",
        ", he said,",
    ],
)
def test_words_that_were_said_stand_in_the_text(quoted):
    assert stands_in(quoted, WHOLE)


@pytest.mark.parametrize(
    "quoted",
    [
        "",
        "…",
        "he sai",
        "eel",
        "rotten … The keel",
        "The keel was rotten",
        "nobody had looked at it",
        "the keel",
    ],
)
def test_words_that_were_not_said_do_not(quoted):
    assert not stands_in(quoted, WHOLE)


@pytest.mark.parametrize(
    ("quoted", "whole"),
    [("東京", "私は東京都に住む"), ("สวัสดี", "กล่าวสวัสดีครับ"), ("ខ្មែរ", "ភាសាខ្មែរគឺ")],
)
def test_scripts_without_spaces_can_be_quoted_in_parts(quoted, whole):
    assert stands_in(quoted, whole)


@given(
    st.lists(st.sampled_from(["a", "b", "é", "“x”", "1,5", "–"]), min_size=1), st.data()
)
def test_any_run_of_words_stands_in_its_text(words, data):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))

    assert stands_in(" ".join(words[start:end]), " ".join(words))


@pytest.mark.parametrize(
    ("quoted", "whole"),
    [
        ("a" * 30_000, "a" * 65_000),
        ("ab " * 10_000 + "a", "ab " * 21_000),
        ("…".join("a" * 20_000), "a " * 32_000),
        ("a … " * 15_000 + "c", "a b " * 16_000),
    ],
)
def test_comparing_takes_no_time(quoted, whole):
    with measured() as took:
        stands_in(quoted, whole)

    assert took() < 1
