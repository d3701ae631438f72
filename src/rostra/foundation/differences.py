"""What changed from one text to another, word by word.

Lines are compared first, and words only within lines that changed, by Ratcliff and
Obershelp's algorithm (Python's difflib). Both are bounded: what is too much to compare
is shown as taken away and put in whole.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import NamedTuple

MOST_LINES = 2_000
MOST_WORDS = 3_000
"""Beyond these many, on either side of a change, nothing is compared."""

_NUMBER = (
    # Amounts, times, dates, scores and shares change as one thing: 4.2 with a 3 put in is
    # not read as 3.8. A comma must look like one within a number: 1,2,3 is a list.
    r"(?:[\u20ac$\u00a3\u00a5]|(?<![\w)\]])[-+\u2212][\u20ac$\u00a3\u00a5]?)?"
    r"(?<!\d,)\d+"
    r"(?:(?:[.:/T\u066b\u2013\u2212-]|[,'\u2019\u00a0\u202f\u066c](?=\d{3}(?!\d)))\d+)*"
    r"(?:,\d+(?![,\d]))?"
    r"(?:[\u00a0\u202f]?[%\u2030\u00b0\u20ac$\u00a3\u00a5]|[A-Za-z]+)?"
)
_ABBREVIATION = (
    # U.S. and e.g., R&D; but neither an address (x.org) nor what one asks (?a=b&c=d).
    r"(?<![\w.])[^\W\d_](?:\.[^\W\d_])+(?!\w)\.?"
    r"|(?<![\w=])[^\W\d_]{1,3}&[^\W\d_]{1,3}(?![\w=;])"
)
_WORDS = re.compile(
    # Scripts without spaces between words are compared by the letter.
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\U00020000-\U0003ffff]"
    # What is met most is asked for first.
    r"|\s+|[^\W\d_]{4}[^\W_]*(?:['\u2019][^\W_]+)*"
    rf"|{_ABBREVIATION}|{_NUMBER}"
    r"|[^\W_]+(?:['\u2019][^\W_]+)*|."
)


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


class Piece(NamedTuple):
    """Some words, and what became of them."""

    kind: Kind
    text: str


class Row(NamedTuple):
    """A line as it was beside the line as it is; an empty side had none."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed in it."""
        return self.before == self.after


def differences(before: str, after: str) -> list[Piece]:
    """One text that shows both: what stayed, what went and what came, in reading order."""
    found: list[Piece] = []
    for kind, old, new in _changes(_lines(before), _lines(after), MOST_LINES):
        if kind == "equal":
            found.append(Piece(Kind.SAME, "".join(old)))
        else:
            found += _by_word("".join(old), "".join(new))
    return _joined(found)


def side_by_side(before: str, after: str) -> list[Row]:
    """Both texts line by line, those that belong together beside each other."""
    rows: list[Row] = []
    for kind, old, new in _changes(_lines(before), _lines(after), MOST_LINES):
        if kind == "equal":
            rows += [Row(*([(Piece(Kind.SAME, line),)] * 2)) for line in old]
        else:
            rows += map(_row, zip_longest(old, new, fillvalue=""))
    return rows


ELIDED = Piece(Kind.SAME, "\u2026")
_AROUND = 160
_ROWS_AROUND = 2


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """The changes with the words just around them: what stayed is left out in between."""
    found: list[Piece] = []
    for place, (kind, text) in enumerate(pieces):
        head = text[:_AROUND] if place else ""
        tail = text[-_AROUND:] if place < len(pieces) - 1 else ""
        if kind != Kind.SAME or len(text) <= len(head) + len(tail) + 2:
            found.append(Piece(kind, text))
            continue
        ends = f"{head.rpartition(' ')[0]} " if head else ""
        begins = f" {tail.partition(' ')[2]}" if tail else ""
        found.append(Piece(kind, f"{ends}\u2026{begins}"))
    return found


def around_changes(rows: Sequence[Row]) -> list[Row]:
    """The rows that changed with two above and below; one of dots for what is left out."""
    changed = [place for place, row in enumerate(rows) if not row.is_same]
    near = {
        place + step
        for place in changed
        for step in range(-_ROWS_AROUND, _ROWS_AROUND + 1)
    }
    found: list[Row] = []
    for place, row in enumerate(rows):
        if place in near:
            found.append(row)
        elif not found or found[-1].before != (ELIDED,):
            found.append(Row((ELIDED,), (ELIDED,)))
    return found


def _row(lines: tuple[str, str]) -> Row:
    pieces = _joined(_by_word(*lines))
    return Row(
        tuple(piece for piece in pieces if piece.kind != Kind.NEW),
        tuple(piece for piece in pieces if piece.kind != Kind.GONE),
    )


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _by_word(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    for kind, gone, came in _changes(old, new, MOST_WORDS):
        if kind == "equal":
            yield Piece(Kind.SAME, "".join(gone))
            continue
        yield Piece(Kind.GONE, "".join(gone))
        yield Piece(Kind.NEW, "".join(came))


_Change = tuple[str, Sequence[str], Sequence[str]]


def _changes(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[_Change]:
    """What is equal, and what took the place of what."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    stop = len(old) - end, len(new) - end
    yield "equal", old[:start], new[:start]
    yield from _between(old[start : stop[0]], new[start : stop[1]], most)
    yield "equal", old[stop[0] :], new[stop[1] :]


def _between(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[_Change]:
    if len(old) > most or len(new) > most:
        yield "replace", old, new
        return
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield kind, old[a:b], new[c:d]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many are the same at the beginning."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(pieces: Iterator[Piece] | list[Piece]) -> list[Piece]:
    """Neighbours of one kind made one; empty ones left out."""
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined
