"""Markdown as a tree: the events of pulldown-cmark (CommonMark 0.31.2, with tables,
strikethrough, task lists and footnotes of GitHub's), held to a greatest depth.

A node is a block or a span. Its kids are nodes and words; never two runs of words side
by side. In words, LITERAL stands before whatever its author escaped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyromark

from rostra.foundation.markup.limits import (
    DEEPEST,
    LITERAL,
    MOST_CELLS,
    MOST_COLUMNS,
    readable,
)

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_FOOTNOTES
)
_NESTING = frozenset(
    "BlockQuote FootnoteDefinition List Item Emphasis Strong Strikethrough".split()
)
_WORDS = frozenset(["Text", "Html", "InlineHtml"])
"""HTML is words to us: it is shown as it was typed."""
BLOCKS = frozenset(
    "BlockQuote CodeBlock FootnoteDefinition Heading HiddenBlocks HtmlBlock Item List "
    "LonelyLink Note Paragraph Rule Table TableCell TooLargeTable".split()
)
TASK_BOXES = {False: "☐", True: "☑"}
_UNDER_HEADS = re.compile(r"(?<![^\n\r])[|: \t>-]++(?![^\n\r])")
"""Lines that may stand under the head of a table, and say how many columns it has."""
_MOST_CELLS_READ = 50 * MOST_CELLS
_BACKSLASH, _AMPERSAND = ord("\\"), ord("&")


@dataclass(slots=True)
class Node:
    """A block or a span. `arg` is what the event said of it: an address, a level."""

    kind: str
    arg: Any = None
    kids: list["Node | str"] = field(default_factory=list)


def parse(source: str) -> Node:
    """The tree of a tidied Markdown text; its root's kind is `Root`."""
    builder = _Builder()
    for event in _events(source, _options(source)):
        builder.take(event)
    return builder.root


def text_of(node: Node | str) -> str:
    """The bare words of a span or of a block of code."""
    if isinstance(node, str):
        return node.replace(LITERAL, "")
    if node.kind == "Break":
        return "\n"
    return "".join(text_of(kid) for kid in node.kids)


class _Builder:
    """Grows a tree, one event at a time."""

    def __init__(self) -> None:
        self.root = Node("Root")
        # A node that is seen through stands here as its parent, once more.
        self._open = [self.root]
        self._words: list[str] = []
        self._table = Node("Table")
        self._cells = 0

    def take(self, event: Any) -> None:
        if isinstance(event, str):
            self._break(event)
            return
        ((what, value),) = event.items()
        if what == "Start":
            ((kind, arg),) = (
                value.items() if isinstance(value, dict) else ((value, None),)
            )
            self._start(kind, arg)
        elif what == "End":
            self._end_words()
            self._open.pop()
        elif what in _WORDS:
            self._words.append(value)
        elif what == "Code":
            self._add(Node("Code", kids=[value]))
        elif what == "FootnoteReference":
            self._add(Node("NoteMark", value))
        elif what == "TaskListMarker":
            self._add(Node("Task", value))

    def _break(self, event: str) -> None:
        if event == "SoftBreak":
            self._words.append("\n")
        else:
            self._add(Node("Break" if event == "HardBreak" else "Rule"))

    def _start(self, kind: str, arg: Any) -> None:
        if kind == "TableCell" and self._is_beyond():
            self._words.append(" | ")
        elif kind in _NESTING and len(self._open) > DEEPEST:
            if kind == "Item":
                self._add(Node("Break"))
        else:
            node = Node(kind, arg)
            self._add(node)
            self._open.append(node)
            if kind == "Table":
                self._table, self._cells = node, 0
            return
        self._open.append(self._open[-1])

    def _is_beyond(self) -> bool:
        """Whether the table is too large for one more cell; it is told so itself."""
        self._cells += 1
        if self._cells > MOST_CELLS or len(self._table.arg) > MOST_COLUMNS:
            self._table.kind = "TooLargeTable"
        return self._table.kind == "TooLargeTable"

    def _add(self, node: Node) -> None:
        self._end_words()
        self._open[-1].kids.append(node)

    def _end_words(self) -> None:
        if self._words:
            self._open[-1].kids.append("".join(self._words))
            self._words.clear()


def _options(source: str) -> pyromark.Options:
    """What is to be read as Markdown: tables only if they cannot become too many cells.

    The parser fills short rows up, so that two characters may cost a thousand cells.
    """
    rows = _UNDER_HEADS.findall(source)
    columns = max((row.count("|") + 1 for row in rows if "-" in row), default=0)
    lines = source.count("\n") + source.count("\r")
    if columns * lines > _MOST_CELLS_READ:
        return OPTIONS & ~pyromark.Options.ENABLE_TABLES
    return OPTIONS


def _events(source: str, options: pyromark.Options) -> Iterator[Any]:
    # Knowing what was escaped takes a second look at the source, and few texts need it.
    if "\\" in source or "&" in source:
        return _events_with_escapes(source, options)
    return pyromark.events(source, options=options)


def _events_with_escapes(source: str, options: pyromark.Options) -> Iterator[Any]:
    """The events, words that begin with an escaped character marked by LITERAL.

    The parser starts a new piece of words at every backslash escape and every entity.
    """
    typed = source.encode()
    for event, place in pyromark.events_with_range(source, options=options):
        words = event.get("Text") if isinstance(event, dict) else None
        if isinstance(words, str) and _is_escaped(typed, place["start"], words):
            # Of an entity that nobody can read nothing is left, nor is what follows it
            # escaped.
            kept = readable(words)
            yield {"Text": LITERAL + kept if kept[:1] == words[:1] else kept}
        else:
            yield event


def _is_escaped(typed: bytes, start: int, words: str) -> bool:
    if start and typed[start - 1] == _BACKSLASH:
        return True
    return typed[start] == _AMPERSAND and not words.startswith("&")
