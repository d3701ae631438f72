"""Whether quoted words stand in a text: compared as a reader would, not as bytes.

Both sides are brought to one form: Unicode NFC (UAX #15), one kind of quotation mark,
dash and space, nothing invisible. Formatting does not count, every word does.
"""

import re
import unicodedata
from hashlib import blake2b

_MARKS = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u2039\u203a",
    '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    " ": "\u00a0\u2000-\u200a\u202f\u205f\u3000",
    "": "\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff",
}
_FOLDS = [(re.compile(f"[{wide}]"), narrow) for narrow, wide in _MARKS.items()]
_ELISION = re.compile(r"\[\s*(?:\u2026|\.\.\.)\s*\]|\u2026|\.\.\.")
_SPACES = re.compile(r"\s+")
_MOST_TRIES = 1_000
"""Places where words are found only to go on in the middle of another word."""


def normalise(words: str) -> str:
    """Words in the form in which quotes are compared."""
    folded = unicodedata.normalize("NFC", words)
    for pattern, narrow in _FOLDS:
        folded = pattern.sub(narrow, folded)
    return _SPACES.sub(" ", folded).strip()


def quote_key(words: str) -> str:
    """A short name for quoted words, the same for all that compare as equal."""
    normal = normalise(words).encode("utf-8", "replace")
    return blake2b(normal, digest_size=8).hexdigest()


def stands_in(quoted: str, whole: str) -> bool:
    """Whether the quoted words stand in a text, in order, whole words only.

    `\u2026` and `[\u2026]` leave something out. Both sides may be normalised or not.
    """
    return bool(places_in(normalise(quoted), normalise(whole)))


def places_in(words: str, text: str) -> list[tuple[int, int]]:
    """Where the parts of a quote stand in a text, as places of characters from and to.

    Both are normalised. Empty if any part does not stand there, or not in order.
    """
    parts = [part.strip() for part in _ELISION.split(words) if part.strip()]
    # Dots that the author put there are words too, and may be quoted.
    return _places([words], text) or _places(parts, text) if parts else []


def _places(parts: list[str], text: str) -> list[tuple[int, int]]:
    places, at = [], 0
    for part in parts:
        at = _find(part, text, at)
        if at < 0:
            return []
        places.append((at - len(part), at))
    return places


def _find(part: str, text: str, start: int) -> int:
    """Where a part ends in a text, not within a word; -1 if it is not there."""
    at = text.find(part, start)
    for _ in range(_MOST_TRIES):
        if at < 0:
            break
        end = at + len(part)
        if not _joins(text, at) and not _joins(text, end):
            return end
        # From the next beginning of a word: every search of its own takes time.
        at += 1
        while _joins(text, at):
            at += 1
        at = text.find(part, at)
    return -1


def _joins(text: str, at: int) -> bool:
    """Whether a word goes on over this place.

    Scripts that put no space between words have none to look for.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return _is_spaced(before) and _is_spaced(after)


def _is_spaced(character: str) -> bool:
    if not character.isalnum():
        return False
    code = ord(character)
    is_unspaced = 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F
    is_unspaced = is_unspaced or 0x1780 <= code <= 0x17FF or 0x3040 <= code <= 0x9FFF
    return not (is_unspaced or code >= 0x20000)
