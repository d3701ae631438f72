"""How much of a text stands word for word in another."""

import re

from rostra.foundation.markup.normalising import normalise

_AT_LEAST = 8
"""Words in a row that count as taken over; fewer are anybody's."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]++")
"""Where a script puts no space between words, each of its signs counts as one."""


def longest_shared_run(text: str, other: str) -> int:
    """How many words in a row, at most, a text has in common with another; 0 if fewer
    than eight. Formatting, quotation marks and capitals do not count."""
    mine, theirs = _words(text), _words(other)
    known = set(_runs(theirs))
    longest = run = 0
    for words in _runs(mine):
        run = run + 1 if words in known else 0
        longest = max(longest, run)
    return longest + _AT_LEAST - 1 if longest else 0


def _words(text: str) -> list[str]:
    return _WORD.findall(normalise(text).casefold())


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    last = len(words) - _AT_LEAST + 1
    return [tuple(words[at : at + _AT_LEAST]) for at in range(last)]
