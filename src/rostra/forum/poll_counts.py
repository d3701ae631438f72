"""Count the votes of a poll: plain sums, or instant run-off where options are ranked."""

from collections.abc import Iterable, Sequence

Ballots = Iterable[tuple[Sequence[int], int]]
"""Chosen options by their places, the best first, and how many voted so."""

Round = list[int | None]
"""The votes of each option; None for one that is out."""


def summed(size: int, ballots: Ballots) -> Round:
    """How many chose each of so many options."""
    votes: Round = [0] * size
    for choices, count in ballots:
        for choice in choices:
            votes[choice] = (votes[choice] or 0) + count
    return votes


def run_off(size: int, ballots: Ballots) -> list[Round]:
    """The rounds of an instant run-off; the last one has the winner, or shows a tie.

    A vote counts for the first of its options that is still in. As long as none has
    more than half of the votes that count, the option with the fewest goes out. Of
    several with as few, those go that had fewer in the round before, or in the one
    before that (backwards tie-breaking: J. O'Neill, "Tie-Breaking with the Single
    Transferable Vote", Voting matters 18, 2004). Those that were even in all rounds
    go out together, so that the order in which options stand decides nothing; if
    nobody else is left, it is a tie.
    """
    piles: dict[int, list[tuple[Sequence[int], int]]] = {n: [] for n in range(size)}
    _deal(piles, ballots)
    rounds: list[Round] = []
    while True:
        votes = {option: sum(n for _, n in pile) for option, pile in piles.items()}
        rounds.append([votes.get(option) for option in range(size)])
        if 2 * max(votes.values()) > sum(votes.values()):
            return rounds
        last = _last(rounds, set(votes))
        if len(last) == len(votes):
            return rounds
        freed = [ballot for option in last for ballot in piles.pop(option)]
        _deal(piles, freed)


def leaders(rounds: Sequence[Round]) -> list[int]:
    """The places of the options with the most votes in the last round, if any has one."""
    last = rounds[-1] if rounds else []
    most = max((votes or 0 for votes in last), default=0)
    return [place for place, votes in enumerate(last) if most and votes == most]


def _deal(piles: dict[int, list[tuple[Sequence[int], int]]], ballots: Ballots) -> None:
    """Put each ballot on the pile of the first of its options that is still in."""
    for choices, count in ballots:
        top = next((choice for choice in choices if choice in piles), None)
        if top is not None:
            piles[top].append((choices, count))


def _last(rounds: Sequence[Round], among: set[int]) -> set[int]:
    """Those of the options that are behind, in the last round or else before it."""
    for votes in reversed(rounds):
        fewest = min(votes[option] or 0 for option in among)
        among = {option for option in among if (votes[option] or 0) == fewest}
    return among
