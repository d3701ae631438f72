"""Words that an owner wants hidden or not written: found as whole words, in any script.

Texts are compared in Unicode NFC and case-folded, and invisible characters between
letters do not count. Scripts that put no space between words have no whole words to
look for: there, the letters are enough.
"""

import html as entities
import re
import unicodedata
from collections.abc import Iterable

from rostra.foundation.markup.sanitiser import sanitised

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{_UNSPACED}]"
_MARK = (
    "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0981-\u0dff]"
)
"""Signs that belong to the letter before them, which Python does not count as letters."""
_INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff"
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"""(<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>)""")
_STARTS_SPACED = re.compile(_LETTER)


def folded(words: str) -> str:
    """Words in the form in which they are compared."""
    squeezed = _SPACE.sub(" ", _HIDDEN.sub("", unicodedata.normalize("NFC", words)))
    return unicodedata.normalize("NFC", squeezed.casefold()).strip()


def words_in(text: str, words: Iterable[str]) -> list[str]:
    """Which of these folded words stand in a plain text."""
    whole = folded(text)
    # Few texts hold any: to look for a run of letters is far cheaper than for words.
    return [word for word in words if word in whole and _pattern(word).search(whole)]


def masked(html: str, words: Iterable[str]) -> str:
    """A post's HTML with asterisks in the place of these folded words, wherever its text has them
    between two tags."""
    found = list(words)
    if not found:
        return html
    pattern = re.compile("|".join(map(_source, sorted(found, key=len, reverse=True))))
    parts = _TAG.split(html)
    parts[::2] = [_masked_text(text, pattern) for text in parts[::2]]
    # Once more through the gate, as what stands between tags was taken apart.
    return sanitised("".join(parts))


def _masked_text(html: str, pattern: re.Pattern[str]) -> str:
    if not html.strip():
        return html
    text = unicodedata.normalize("NFC", entities.unescape(html))
    low, places = _folded_with_places(text)
    spans = [match.span() for match in pattern.finditer(low)]
    if not spans:
        return html
    letters = list(text)
    for start, end in spans:
        for at in range(places[start], places[end - 1] + 1):
            letters[at] = letters[at] if letters[at].isspace() else "*"
    return entities.escape("".join(letters), quote=False)


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """A text case-folded, and for each character of it where that stood."""
    low: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for one in character.casefold():
            low.append(one)
            places.append(at)
    return "".join(low), places


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(_source(word))


def _source(word: str) -> str:
    inside = f"[{_INVISIBLE}]{{0,9}}"
    letters = inside.join(r"\s{1,9}" if c == " " else re.escape(c) for c in word)
    before = f"(?<!{_LETTER})" if _STARTS_SPACED.match(word[0]) else ""
    after = f"(?!{inside}{_LETTER})" if _STARTS_SPACED.match(word[-1]) else ""
    return f"{before}{letters}{after}(?!{_MARK})"
