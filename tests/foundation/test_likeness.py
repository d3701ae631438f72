"""Sentences that say nearly the same are found by what they have in common."""

import random

import pytest

from rostra.foundation.likeness import bands_of, likeness

SAID = "All three gates of the barrier were shut by 02:10, the ministry says."


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ("all three gates of the barrier were shut by 02:10, the ministry says", 1),
        ("By 02:10, the ministry says, all three gates of the barrier were shut.", 1),
        ("The ministry says that all three gates were shut by 02:10.", 0.75),
        ("Nobody on Rope Street had any water in the house.", 0),
        ("", 0),
    ],
)
def test_likeness_is_what_they_have_in_common(other, alike):
    assert likeness(SAID, other) == pytest.approx(alike, abs=0.1)


def test_sentences_that_are_alike_share_a_band_and_others_hardly_any():
    chance = random.Random(7)
    words = [f"word{n}" for n in range(3000)]
    found = strange = 0
    for _ in range(300):
        sentence = chance.sample(words, 12)
        near = [*sentence[:10], *chance.sample(words, 2)]
        bands = {*bands_of(" ".join(sentence))}
        found += bool(bands & {*bands_of(" ".join(near))})
        strange += bool(bands & {*bands_of(" ".join(chance.sample(words, 12)))})

    assert found >= 290
    assert strange <= 3


def test_scripts_without_spaces_are_compared_sign_by_sign():
    assert likeness("三つの門は閉じていた", "門は三つとも閉じていた") > 0.6


@pytest.mark.parametrize("nothing", ["", "…", "\ud800 "])
def test_what_has_no_words_has_no_bands(nothing):
    assert bands_of(nothing) == []


def test_bands_stay_the_same_for_ever():
    # They are kept in the database.
    assert bands_of("It rained.")[0] == 3558210379560066438
