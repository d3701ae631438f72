"""Which sentences say nearly the same, found among very many without looking at each.

By the min-wise hashing of A. Broder, "On the resemblance and containment of documents"
(1997): two sets of words have the same least hash as often as they have words in common.
Several least hashes together make a band, and sentences that are alike share one.
"""

import re
from functools import lru_cache
from hashlib import blake2b

from rostra.foundation.markup.normalising import normalise

BANDS = 16
_IN_A_BAND = 3
"""With these, of sentences that have 60 % of their words in common 98 in 100 share a
band; of those with 10 %, two."""
_PRIME = (1 << 61) - 1
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]++")
_MOST_WORDS = 200


def bands_of(sentence: str) -> list[int]:
    """The bands of a sentence, each a signed number of 64 bits; none if it has no word."""
    hashes = [_hash(word) for word in sorted(words_in(sentence))[:_MOST_WORDS]]
    if not hashes:
        return []
    least = [min((a * h + b) % _PRIME for h in hashes) for a, b in _factors()]
    return [
        _hash(f"{at}:{least[at : at + _IN_A_BAND]}") - (1 << 63)
        for at in range(0, len(least), _IN_A_BAND)
    ]


def likeness(sentence: str, other: str) -> float:
    """How many of all their words two sentences have in common, from 0 to 1."""
    mine, theirs = words_in(sentence), words_in(other)
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 0.0


@lru_cache(maxsize=512)
def words_in(sentence: str) -> frozenset[str]:
    """The different words of a sentence, without capitals and without the shortest,
    which say little, if there are others."""
    words = frozenset(_WORD.findall(normalise(sentence).casefold()))
    telling = frozenset(
        w for w in words if len(w) > 2 or not w.isascii() or w.isdigit()
    )
    return telling or words


@lru_cache(maxsize=1)
def _factors() -> list[tuple[int, int]]:
    # The same for ever: what is kept was made with them.
    many = range(BANDS * _IN_A_BAND)
    return [(_hash(f"a{n}") % _PRIME or 1, _hash(f"b{n}") % _PRIME) for n in many]


def _hash(words: str) -> int:
    digest = blake2b(words.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big")
