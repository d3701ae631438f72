"""Markdown as a tree: pulldown-cmark's events (CommonMark 0.31, GFM tables and
strikethrough), held to a greatest depth and made of plain text and nodes."""

import re
from dataclasses import dataclass, field
from typing import Any

import pyromark

from rostra.foundation.markup.limits import DEEPEST

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
# Control characters, halves of surrogate pairs, and the characters that turn the
# direction of all that follows them, also outside the post (Trojan Source, 2021).
_HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_BREAKS = {"SoftBreak": "\n", "HardBreak": "break", "Rule": "rule"}


@dataclass(slots=True)
class Node:
    """A block or a span. `arg` is what the event said of it: an address, a level."""

    kind: str
    arg: Any = None
    kids: list["Node | str"] = field(default_factory=list)


def parse(source: str) -> Node:
    """The tree of a Markdown text; its root's kind is `Root`."""
    root = Node("Root")
    open_nodes = [root]
    too_deep = 0
    for event in pyromark.events(_HARMFUL.sub("\ufffd", source), options=OPTIONS):
        if isinstance(event, str):
            _add_break(open_nodes[-1], event)
            continue
        ((what, value),) = event.items()
        if what == "Start":
            if len(open_nodes) > DEEPEST:
                too_deep += 1
                continue
            node = Node(value) if isinstance(value, str) else Node(*_named(value))
            open_nodes[-1].kids.append(node)
            open_nodes.append(node)
        elif what == "End":
            if too_deep:
                too_deep -= 1
            else:
                open_nodes.pop()
        else:
            _add_leaf(open_nodes[-1], what, value)
    return root


def text_of(node: Node | str) -> str:
    """The words of a tree, with a line end after each block."""
    if isinstance(node, str):
        return node
    words = "".join(text_of(kid) for kid in node.kids)
    return f"{words}\n" if node.kind in _BLOCKS else words


_BLOCKS = frozenset(
    "Paragraph Item Heading CodeBlock BlockQuote TableCell HtmlBlock break".split()
)


def _named(value: dict[str, Any]) -> tuple[str, Any]:
    ((kind, arg),) = value.items()
    return kind, arg


def _add_break(parent: Node, event: str) -> None:
    kind = _BREAKS.get(event, "")
    if kind == "\n":
        parent.kids.append(kind)
    elif kind:
        parent.kids.append(Node(kind))


def _add_leaf(parent: Node, what: str, value: Any) -> None:
    if what == "Code":
        parent.kids.append(Node("Code", kids=[value]))
    elif what == "TaskListMarker":
        parent.kids.append("\u2611 " if value else "\u2610 ")
    elif isinstance(value, str):  # Text, and HTML, which is text to us.
        parent.kids.append(value)
