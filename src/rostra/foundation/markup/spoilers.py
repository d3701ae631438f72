"""Words that are hidden until somebody asks for them.

Words ||hidden|| in a line.

||
Whole blocks, between lines of nothing but bars.
||
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from rostra.foundation.markup.limits import LITERAL
from rostra.foundation.markup.tree import Node

BARS = "||"
_PAIR = re.compile(rf"(?<![|{LITERAL}])\|\|(?!\|)")
_VERBATIM = frozenset(["Code", "CodeBlock", "HtmlBlock", "Image"])

_EMPTIED = Node("Paragraph")

Kids = list[Node | str]


@dataclass(frozen=True, slots=True)
class _Bars:
    """Two bars among the kids of a node, and what they may be."""

    opens: bool
    closes: bool


def hide_spoilers(node: Node) -> None:
    """Put what stands between two pairs of bars, anywhere in a tree, into a `Spoiler`
    or, if it is blocks, into `HiddenBlocks`.

    Bars without their second stay as they were typed.
    """
    if node.kind in _VERBATIM:
        return
    for kid in node.kids:
        if isinstance(kid, Node):
            hide_spoilers(kid)
    if any(isinstance(kid, str) and BARS in kid for kid in node.kids):
        node.kids = _with_words_hidden(node.kids)
    if any(_begins(kid) for kid in node.kids):
        node.kids = _with_blocks_hidden(node.kids)


def _with_words_hidden(kids: Kids) -> Kids:
    done: Kids = []
    inside: Kids | None = None
    for piece in _cut_at_bars(kids):
        if not isinstance(piece, _Bars):
            (done if inside is None else inside).append(piece)
        elif inside is not None and piece.closes:
            done.append(Node("Spoiler", kids=_joined(inside)))
            inside = None
        elif inside is None and piece.opens:
            inside = []
        else:
            (done if inside is None else inside).append(BARS)
    return _joined(done if inside is None else [*done, BARS, *inside])


def _cut_at_bars(kids: Kids) -> Iterator[Node | str | _Bars]:
    """The kids with every pair of bars on its own.

    As with emphasis, bars hide nothing on a side where a space is: `a || b` is what
    programmers write.
    """
    for place, kid in enumerate(kids):
        if not isinstance(kid, str):
            yield kid
            continue
        at = 0
        for pair in _PAIR.finditer(kid):
            if pair.start() > at:
                yield kid[at : pair.start()]
            at = pair.end()
            before = kid[pair.start() - 1] if pair.start() else _edge(kids, place - 1)
            after = kid[at] if at < len(kid) else _edge(kids, place + 1)
            yield _Bars(not after.isspace(), not before.isspace())
        if at < len(kid):
            yield kid[at:]


def _edge(kids: Kids, place: int) -> str:
    """What bars at the edge of words touch: a space, unless a span is there."""
    neighbour = kids[place] if 0 <= place < len(kids) else None
    is_span = isinstance(neighbour, Node) and neighbour.kind != "Break"
    return "x" if is_span else " "


def _joined(pieces: Kids) -> Kids:
    out: Kids = []
    for piece in pieces:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        else:
            out.append(piece)
    return out


def _with_blocks_hidden(kids: Kids) -> Kids:
    done: Kids = []
    opened: int | None = None
    inside: Kids = []
    for place, kid in enumerate(kids):
        if opened is None and _begins(kid):
            opened, inside = place, []
            kid = _without_first_line(kid)
        if opened is None:
            done.append(kid)
        elif _ends(kid):
            inside.append(_without_last_line(kid))
            inside = [kid for kid in inside if kid != _EMPTIED]
            done.append(Node("HiddenBlocks", kids=inside))
            opened = None
        else:
            inside.append(kid)
    return done if opened is None else [*done, *kids[opened:]]


def _begins(kid: Node | str) -> TypeGuard[Node]:
    if not isinstance(kid, Node) or kid.kind != "Paragraph" or not kid.kids:
        return False
    return isinstance(kid.kids[0], str) and f"{kid.kids[0]}\n".startswith("||\n")


def _ends(kid: Node | str) -> TypeGuard[Node]:
    if not isinstance(kid, Node) or kid.kind != "Paragraph" or not kid.kids:
        return False
    return isinstance(kid.kids[-1], str) and f"\n{kid.kids[-1]}".endswith("\n||")


def _without_first_line(paragraph: Node) -> Node:
    first, *rest = paragraph.kids
    left = str(first)[len(BARS) + 1 :]
    return Node("Paragraph", kids=[left, *rest] if left else rest)


def _without_last_line(paragraph: Node) -> Node:
    *rest, last = paragraph.kids
    left = str(last)[: -len(BARS) - 1]
    return Node("Paragraph", kids=[*rest, left] if left else rest)
