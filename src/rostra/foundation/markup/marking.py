"""Highlighting quoted words in the HTML of the text that they were taken from."""

import html as entities
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rostra.foundation.markup.normalising import normalise, places_in

_PARTS = re.compile(
    r"""<(?:"[^"]*"|'[^']*'|[^'">])*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.""", re.DOTALL
)
_ENDS_BLOCK = re.compile(r"</(?:p|li|h[1-6]|blockquote|figure|pre|td|th|tr|div)>|<br>")

_HOLDS_NO_LINK = re.compile(r"<(/?)(?:a|button|summary|label)[\s>]", re.IGNORECASE)
_compared = lru_cache(maxsize=4096)(normalise)
"""A text has few letters that differ, and each takes several looks."""


class _Unit(NamedTuple):
    """A tag, or one letter with the marks that belong to it."""

    raw: str
    shown: str
    """What a reader sees of it."""


class Passage(NamedTuple):
    """Words of a text, and the tags that are put around them."""

    words: str
    opening: str
    closing: str
    opening_in_link: str = ""
    """Where they stand in a link, in which there can be no other; as above if empty."""
    closing_in_link: str = ""


def with_marked(html: str, words: str) -> str:
    """Stored HTML with the quoted words in `<mark>`; as it was if they are not found.

    `words` are normalised. Only text is wrapped, piece by piece, so that every element
    stays as it was.
    """
    return with_wrapped(html, [Passage(words, "<mark>", "</mark>")])


def with_wrapped(html: str, passages: Sequence[Passage]) -> str:
    """Stored HTML with the tags of each passage around its words, wherever these are
    found first; as it was if none is. Where two overlap, the first one has the words.

    The words are normalised, and the tags are safe HTML.
    """
    units = list(_units(html))
    text, owners = _normalised(units)
    wrapped: dict[int, Passage] = {}
    for passage in passages:
        for start, end in places_in(passage.words, text):
            for owner in owners[start:end]:
                wrapped.setdefault(owner, passage)
    return "".join(_pieces(units, wrapped)) if wrapped else html


def _units(html: str) -> Iterator[_Unit]:
    held: _Unit | None = None
    for part in _PARTS.finditer(html):
        raw = part[0]
        if raw[0] == "<" and len(raw) > 1:
            if held:
                yield held
            held = None
            yield _Unit(raw, " " if _ENDS_BLOCK.fullmatch(raw) else "")
            continue
        shown = entities.unescape(raw) if raw[0] == "&" else raw
        if held and all(map(unicodedata.combining, shown)):
            held = _Unit(held.raw + raw, held.shown + shown)
            continue
        if held:
            yield held
        held = _Unit(raw, shown)
    if held:
        yield held


def _normalised(units: list[_Unit]) -> tuple[str, list[int]]:
    """The text as quotes are compared with it, and for each character its unit."""
    letters: list[str] = []
    owners: list[int] = []
    for owner, unit in enumerate(units):
        shown = _compared(unit.shown)
        if not shown and unit.shown.isspace() and letters and letters[-1] != " ":
            shown = " "
        letters += shown
        owners += [owner] * len(shown)
    if letters and letters[-1] == " ":
        letters.pop()
        owners.pop()
    return "".join(letters), owners


def _pieces(units: list[_Unit], wrapped: dict[int, Passage]) -> Iterator[str]:
    run: list[str] = []
    around: Passage | None = None
    links = 0
    for place, unit in enumerate(units):
        is_tag = unit.raw[0] == "<" and len(unit.raw) > 1
        passage = None if is_tag else wrapped.get(place)
        if passage is None and run and unit.raw.isspace():
            passage = around
        if run and passage is not around:
            yield _wrapped(run, around, links > 0)
            run = []
        around = passage
        if passage is None:
            links += _opens_link(unit.raw) if is_tag else 0
            yield unit.raw
        else:
            run.append(unit.raw)
    yield _wrapped(run, around, links > 0)


def _opens_link(tag: str) -> int:
    """1 for the beginning of something that may hold no link, -1 for its end."""
    found = _HOLDS_NO_LINK.match(tag)
    return 0 if found is None else -1 if found[1] else 1


def _wrapped(run: list[str], passage: Passage | None, is_in_link: bool) -> str:
    text = "".join(run)
    words = text.rstrip()
    # Between the rows of a table or the items of a list there may be no mark.
    if not words or passage is None:
        return text
    opening, closing = passage.opening, passage.closing
    if is_in_link and passage.opening_in_link:
        opening, closing = passage.opening_in_link, passage.closing_in_link
    return f"{opening}{words}{closing}{text[len(words) :]}"
