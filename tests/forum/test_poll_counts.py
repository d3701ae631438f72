"""Sums, and the rounds of an instant run-off."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.forum.poll_counts import leaders, run_off, summed

BALLOTS = st.lists(
    st.tuples(st.lists(st.integers(0, 5), unique=True, min_size=1), st.integers(1, 9))
)


def test_each_chosen_option_of_a_ballot_counts_once():
    assert summed(3, [((0, 2), 4), ((2,), 1)]) == [4, 0, 5]


@pytest.mark.parametrize(
    ("ballots", "rounds"),
    [
        ([], [[0, 0, 0]]),
        ([((1,), 3), ((0,), 2)], [[2, 3, 0]]),
        # 42, 26, 15 and 17 voters, as in the example of Tennessee's capital.
        (
            [((0, 1, 2), 42), ((1, 2, 0), 26), ((2, 1, 0), 32)],
            [[42, 26, 32], [42, None, 58]],
        ),
        # A vote whose options are all out counts for nobody.
        (
            [((0,), 4), ((1, 2), 3), ((2,), 2)],
            [[4, 3, 2], [4, 3, None]],
        ),
        # Even to the end.
        ([((0,), 2), ((1,), 2)], [[2, 2, 0], [2, 2, None]]),
    ],
)
def test_the_one_with_the_fewest_goes_out_until_one_has_more_than_half(ballots, rounds):
    assert run_off(3, ballots) == rounds


def test_of_two_with_as_few_the_one_behind_in_the_round_before_goes():
    ballots = [((0,), 5), ((1,), 4), ((2,), 3), ((3, 2), 1)]

    rounds = run_off(4, ballots)

    assert rounds[:2] == [[5, 4, 3, 1], [5, 4, 4, None]]
    assert rounds[2] == [5, 4, None, None]
    assert leaders(rounds) == [0]


def test_those_that_were_always_even_go_together_wherever_they_stand():
    one = run_off(3, [((0,), 3), ((1, 0), 1), ((2, 0), 1), ((0,), 0)])
    other = run_off(4, [((3,), 3), ((0, 1), 2), ((1, 0), 2)])

    assert one == [[3, 1, 1]]
    assert other == [[2, 2, 0, 3], [2, 2, None, 3], [None, None, None, 3]]


def test_who_leads_is_told_of_the_last_round_and_a_tie_names_all():
    assert leaders([]) == []
    assert leaders([[0, 0]]) == []
    assert leaders([[2, 3, 3]]) == [1, 2]
    assert leaders([[2, 1], [2, None]]) == [0]


@given(BALLOTS)
def test_every_run_off_ends_with_more_than_half_or_a_tie(ballots):
    rounds = run_off(6, ballots)

    last = [votes for votes in rounds[-1] if votes is not None]
    voters = sum(count for _, count in ballots)
    assert 2 * max(last) > sum(last) or len(set(last)) == 1
    assert len(rounds) <= 6
    for earlier, later in pairwise(rounds):
        out = {n for n, votes in enumerate(later) if votes is None}
        assert {n for n, votes in enumerate(earlier) if votes is None} < out
    assert all(sum(v or 0 for v in votes) <= voters for votes in rounds)


@given(BALLOTS, st.permutations(range(6)))
def test_in_which_order_options_stand_decides_nothing(ballots, order):
    moved = [([order[n] for n in choices], count) for choices, count in ballots]

    there = leaders(run_off(6, moved))

    assert sorted(there) == sorted(order[n] for n in leaders(run_off(6, ballots)))
