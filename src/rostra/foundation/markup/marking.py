"""Highlighting quoted words in the HTML of the text that they were taken from."""

import html as entities
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from rostra.foundation.markup.normalising import normalise, places_in

_PARTS = re.compile(
    r"""<(?:"[^"]*"|'[^']*'|[^'">])*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.""", re.DOTALL
)
_ENDS_BLOCK = re.compile(r"</(?:p|li|h[1-6]|blockquote|figure|pre|td|th|tr|div)>|<br>")


class _Unit(NamedTuple):
    """A tag, or one letter with the marks that belong to it."""

    raw: str
    shown: str
    """What a reader sees of it."""


def with_marked(html: str, words: str) -> str:
    """Stored HTML with the quoted words in `<mark>`; as it was if they are not found.

    `words` are normalised. Only text is wrapped, piece by piece, so that every element
    stays as it was.
    """
    units = list(_units(html))
    text, owners = _normalised(units)
    places = places_in(words, text)
    marked = {owner for start, end in places for owner in owners[start:end]}
    return "".join(_pieces(units, marked)) if marked else html


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
        shown = normalise(unit.shown)
        if not shown and unit.shown.isspace() and letters and letters[-1] != " ":
            shown = " "
        letters += shown
        owners += [owner] * len(shown)
    if letters and letters[-1] == " ":
        letters.pop()
        owners.pop()
    return "".join(letters), owners


def _pieces(units: list[_Unit], marked: set[int]) -> Iterator[str]:
    run: list[str] = []
    for place, unit in enumerate(units):
        is_tag = unit.raw[0] == "<"
        if (place in marked and not is_tag) or (run and unit.raw.isspace()):
            run.append(unit.raw)
            continue
        yield _wrapped(run)
        run = []
        yield unit.raw
    yield _wrapped(run)


def _wrapped(run: list[str]) -> str:
    text = "".join(run)
    words = text.rstrip()
    # Between the rows of a table or the items of a list there may be no mark.
    return f"<mark>{words}</mark>{text[len(words) :]}" if words else text
