"""Footnotes: `[^gate]` in the words, and `[^gate]: what it says` on a line of its own.

The notes of a quote, or of hidden blocks, stand at the end of these and not of the text:
what a quote's card shows is all of it the quote, and hidden words stay hidden.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import escape

from rostra.foundation.markup.limits import MOST_NOTE_MARKS
from rostra.foundation.markup.tree import Node

_PLACES = frozenset(["Root", "BlockQuote", "HiddenBlocks"])
"""What has its own notes, at its end."""
_MOST_WAYS_BACK = 9


class Place(NamedTuple):
    """Where a note stands: in which part of the text, under which number."""

    part: int
    number: int

    def __str__(self) -> str:
        return f"{self.part}-{self.number}"


class NoteMark(NamedTuple):
    """A place in the words where a note belongs; the `arg` of a `NoteMark` node."""

    label: str
    place: Place
    turn: int
    """Which of the marks of its note it is, from 1."""


class Note(NamedTuple):
    """A note, and how many marks lead to it; the `arg` of a `Note` node."""

    place: Place
    marks: int


def place_notes(tree: Node) -> None:
    """Number the notes of a tree in the order of their marks, and move them to the end
    of what they belong to.

    A mark without a note there stays as it was typed; a note without a mark comes last.
    """
    left = MOST_NOTE_MARKS
    for part, place in enumerate(list(_places(tree))):
        notes = _Notes(part, place, left)
        notes.arrange()
        left = notes.left


def _places(node: Node) -> Iterator[Node]:
    if node.kind in _PLACES:
        yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _places(kid)


class _Notes:
    """The notes of one place."""

    def __init__(self, part: int, place: Node, left: int) -> None:
        self._part = part
        self._place = place
        self.left = left
        self._others: list[Node] = []
        """Notes of a label that another has already."""
        self._by_label: dict[str, Node] = {}
        self._numbers: dict[str, int] = {}
        self._marked = 0
        """How many of the numbered notes have had their own marks seen to."""
        self._marks: dict[str, int] = {}

    def arrange(self) -> None:
        """Take the notes out of their place, and put them at its end."""
        self._take_out(self._place)
        self._mark(self._place)
        self._mark_numbered()
        for key, note in list(self._by_label.items()):
            if key not in self._numbers:
                self._mark(note)
                self._mark_numbered()
        for note in self._others:
            self._mark(note)
            self._mark_numbered()
        if kids := list(self._in_order()):
            self._place.kids.append(Node("Notes", kids=kids))

    def _mark_numbered(self) -> None:
        # Marks in notes number further ones.
        while self._marked < len(self._numbers):
            key = next(islice(self._numbers, self._marked, None))
            self._marked += 1
            self._mark(self._by_label[key])

    def _in_order(self) -> Iterator[Node | str]:
        rest = [key for key in self._by_label if key not in self._numbers]
        marked = [self._by_label[key] for key in [*self._numbers, *rest]]
        for number, note in enumerate([*marked, *self._others], 1):
            is_marked = number <= len(self._numbers)
            marks = self._marks[_key(note.arg)] if is_marked else 0
            place = Place(self._part, number)
            yield Node("Note", Note(place, marks), note.kids)

    def _take_out(self, node: Node) -> None:
        kept: list[Node | str] = []
        for kid in node.kids:
            if isinstance(kid, Node) and kid.kind not in _PLACES:
                self._take_out(kid)
                if kid.kind == "FootnoteDefinition":
                    self._keep(kid)
                    continue
            kept.append(kid)
        node.kids = kept

    def _keep(self, note: Node) -> None:
        if self._by_label.setdefault(_key(note.arg), note) is not note:
            self._others.append(note)

    def _mark(self, node: Node) -> None:
        kids: list[Node | str] = []
        for kid in node.kids:
            if isinstance(kid, Node) and kid.kind == "NoteMark":
                # A note that marks itself is seen twice.
                kid = self._mark_of(kid.arg) if isinstance(kid.arg, str) else kid
            elif isinstance(kid, Node) and kid.kind not in _PLACES:
                self._mark(kid)
            if isinstance(kid, str) and kids and isinstance(kids[-1], str):
                kids[-1] += kid
            else:
                kids.append(kid)
        node.kids = kids

    def _mark_of(self, label: str) -> Node | str:
        key = _key(label)
        if key not in self._by_label or not self.left:
            return f"[^{label}]"
        self.left -= 1
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        turn = self._marks[key] = self._marks.get(key, 0) + 1
        return Node("NoteMark", NoteMark(label, Place(self._part, number), turn))


def _key(label: str) -> str:
    return " ".join(label.casefold().split())


def mark_html(mark: NoteMark, prefix: str) -> str:
    """The number in the words that leads to a note."""
    number = mark.place.number
    own = f' id="{_way_back(mark.place, mark.turn, prefix)}"'
    words = escape(_("Note %(number)s") % {"number": number})
    return (
        f'<sup><a class="note-mark"{own if mark.turn <= _MOST_WAYS_BACK else ""} '
        f'href="#{_own(mark.place, prefix)}" data-label="{escape(mark.label)}" '
        f'aria-label="{words}">{number}</a></sup>'
    )


def note_html(note: Note, body: str, prefix: str) -> str:
    """A note at the end of what it belongs to, with the ways back to its marks."""
    turns = range(1, min(note.marks, _MOST_WAYS_BACK) + 1)
    ways = "".join(_way_html(note.place, turn, prefix) for turn in turns)
    back = f'<p class="note-backs">{ways}</p>\n' if ways else ""
    return f'<li id="{_own(note.place, prefix)}" dir="auto">{body}{back}</li>\n'


def _way_html(place: Place, turn: int, prefix: str) -> str:
    words = _("Back to note %(number)s in the text") % {"number": place.number}
    shown = f"↩{turn}" if turn > 1 else "↩"
    address = _way_back(place, turn, prefix)
    return (
        f'<a class="note-back" href="#{address}" aria-label="{escape(words)}">'
        f"{shown}</a>"
    )


def _own(place: Place, prefix: str) -> str:
    return f"note-{prefix}-{place}"


def _way_back(place: Place, turn: int, prefix: str) -> str:
    return f"{_own(place, prefix)}-from-{turn}"
