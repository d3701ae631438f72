"""Which level a heading of a post gets on a page whose own headings are h1 to h3."""

from collections.abc import Iterator

from rostra.foundation.markup.tree import Node

_FIRST, _LAST = 4, 6


def levels_of(tree: Node) -> Iterator[int]:
    """The levels of a text's headings, in order: 4 to 6, and none skipped going down.

    Whoever begins with `###` means the first level of headings all the same.
    """
    written = list(_written(tree))
    ranks = {level: _FIRST + i for i, level in enumerate(sorted(set(written)))}
    present = _FIRST - 1
    for level in written:
        present = min(ranks[level], present + 1, _LAST)
        yield present


def _written(node: Node) -> Iterator[str]:
    for kid in node.kids:
        if isinstance(kid, Node):
            if kid.kind == "Heading":
                yield kid.arg["level"]
            yield from _written(kid)
