"""`||hidden words||`: a span that opens when it is touched, focused or printed."""

from rostra.foundation.markup.tree import Node

MARK = "||"


def with_spoilers(kids: list[Node | str]) -> list[Node | str]:
    """The parts of a paragraph with what stands between two marks put into a Spoiler.

    A mark without its second stays as it was typed.
    """
    marks = sum(kid.count(MARK) for kid in kids if isinstance(kid, str))
    if marks < 2:
        return kids
    marks -= marks % 2
    out: list[Node | str] = []
    into = out
    for kid in kids:
        if not isinstance(kid, str):
            into.append(kid)
            continue
        first, *rest = kid.split(MARK)
        into.append(first)
        for piece in rest:
            if marks == 0:
                into.append(MARK + piece)
                continue
            marks -= 1
            if into is out:
                spoiler = Node("Spoiler")
                out.append(spoiler)
                into = spoiler.kids
            else:
                into = out
            into.append(piece)
    return out
