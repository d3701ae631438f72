"""The first line of a quote, which says whose words follow.

    > @scott [said](/post/123/):
    >
    > most of the foreigners do not

An import that does not know the post leaves the address out: `> @scott said:`.
"""

import re
from typing import NamedTuple

from rostra.foundation.markup.tree import Node, text_of

_NAMED = r'@(?:"(.+)"|(\S+?))'
_BEFORE_LINK = re.compile(rf"{_NAMED}\s+")
_SAID = re.compile(r'@(?:"(.+)"|(.+?)) said:\s*')
_POST = re.compile(r"/post/([1-9]\d{0,17})/")
_LONGEST_NAME = 200


class Attribution(NamedTuple):
    """Who is quoted, and from which post if that is known."""

    name: str
    post_id: int | None


def attribution_of(quote: Node) -> Attribution | None:
    """Who a block quote says is speaking, or None for a plain block quote."""
    first, *rest = quote.kids or [""]
    if not rest or not isinstance(first, Node) or first.kind != "Paragraph":
        return None
    if not str(first.kids[0]).startswith("@"):
        return None
    *before, last = first.kids
    if not before:
        said = _SAID.fullmatch(text_of(last))
        return _attribution(said, None)
    link = before.pop()
    if last != ":" or not isinstance(link, Node) or link.kind != "Link":
        return None
    post = _POST.fullmatch(link.arg["dest_url"])
    named = _BEFORE_LINK.fullmatch("".join(map(text_of, before)))
    return _attribution(named, int(post[1])) if post else None


def _attribution(
    named: re.Match[str] | None, post_id: int | None
) -> Attribution | None:
    name = (named[1] or named[2]) if named else ""
    return Attribution(name, post_id) if 0 < len(name) <= _LONGEST_NAME else None
