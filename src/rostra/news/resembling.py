"""How far two texts are the same, and how to find those that may be among very many.

A text is the set of its shingles: runs of words (A. Broder, "On the resemblance and
containment of documents", 1997). What two texts have in common is counted on the sets
themselves. To be found at all, a text leaves a few **prints**: the smallest hashes of its
shingles. Texts that are alike share some of them, whatever else they say.
"""

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from typing import Any

SHORTEST = 30
"""Words from which on a text is compared: a flash of one line is like many others."""
MOST_WORDS, MOST_SIGNS = 4_000, 40_000
"""Words after these are not compared."""
PRINTS = 16

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
"""Where a script puts no space between words, each of its signs counts as one."""
_SPACED_RUN, _UNSPACED_RUN = (3, 5), (7, 11)
"""Words of a shingle: of one that is compared, and of one that leaves a print."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts have in common, each from 0 to 100."""

    title: int
    """Of the words of both headlines."""
    text: int
    """Of the runs of three words of both texts; 0 where one is too short to tell."""
    numbers: int
    """Of the numbers that both texts name: two days' weather differs only in these."""


@dataclass(frozen=True, slots=True)
class Words:
    """A headline and a text, taken apart to be compared."""

    title: frozenset[str]
    words: tuple[str, ...]
    is_unspaced: bool

    @property
    def is_long_enough(self) -> bool:
        """Whether the text says enough to be told from others."""
        return len(self.words) >= SHORTEST * (1 + self.is_unspaced)


def words_of(title: str, text: str) -> Words:
    """Take a headline and a plain text apart. Capitals, accents and marks do not count."""
    words = tuple(_words(text)[:MOST_WORDS])
    unspaced = sum(len(word) == 1 and word >= "\u0e00" for word in words)
    return Words(frozenset(_words(title)), words, unspaced * 2 > len(words))


def likeness(one: Words, other: Words) -> Likeness:
    """How far two are the same; the same whichever comes first (Dice's coefficient)."""
    is_told = one.is_long_enough and other.is_long_enough
    run = (_UNSPACED_RUN if one.is_unspaced else _SPACED_RUN)[0]
    return Likeness(
        title=_shared(one.title, other.title),
        text=_shared(_shingles(one, run), _shingles(other, run)) if is_told else 0,
        numbers=_shared(_numbers(one), _numbers(other), of_none=100),
    )


def prints_of(words: Words) -> tuple[int, ...]:
    """The numbers, of 63 bits, by which a text is found; none of one that is too short."""
    if not words.is_long_enough:
        return ()
    run = (_UNSPACED_RUN if words.is_unspaced else _SPACED_RUN)[1]
    hashes = {_hash(" ".join(shingle)) for shingle in _shingles(words, run)}
    return tuple(nsmallest(PRINTS, hashes))


def _words(text: str) -> list[str]:
    # Cut before it is folded, which takes time with every sign.
    text = text[:MOST_SIGNS].casefold()
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text)
        text = "".join(
            sign for sign in folded if unicodedata.category(sign) not in _MARKS
        )
    return _WORD.findall(text)


_MARKS = ("Mn", "Mc", "Me", "Cf")


def _shingles(words: Words, run: int) -> set[tuple[str, ...]]:
    of = words.words
    return {of[at : at + run] for at in range(max(len(of) - run + 1, 0))}


def _numbers(words: Words) -> set[str]:
    return {word for word in words.words if word[0].isdecimal()}


def _shared(one: Set[Any], other: Set[Any], of_none: int = 0) -> int:
    both = len(one) + len(other)
    return 100 * 2 * len(one & other) // both if both else of_none


def _hash(words: str) -> int:
    digest = blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
