"""Quotes in the Markdown of a text."""

import re
from collections.abc import Callable


def without_quote(source: str, post_id: int, notice: str) -> str:
    """Markdown with the words quoted from one post replaced by a notice."""
    quoted = re.compile(
        rf"^(?P<mark>(?:>[ ]?)+)(?P<who>@.*\(/post/{post_id}/\).*)\n(?:(?P=mark).*\n?|>+[ ]?\n?)+",
        re.MULTILINE,
    )

    def shorter(found: re.Match[str]) -> str:
        mark = found["mark"].rstrip()
        return f"{mark} {found['who']}\n{mark}\n{mark} {notice}\n"

    return quoted.sub(shorter, source)


_PASTED = re.compile(r"^(?:[ ]{0,3}>.*(?:\n|$))+", re.MULTILINE)
_MARKS = re.compile(r"^[ ]*(?:>[ ]?)+", re.MULTILINE)


def without_pasted(
    source: str,
    is_gone: Callable[[str], bool],
    notice: str,
    *,
    also_named: bool = False,
) -> str:
    """Markdown in which a notice stands in the place of each quote of nobody whose words
    are gone; if `also_named`, of those that name a post, too."""

    def shorter(found: re.Match[str]) -> str:
        who, _end, words = found[0].partition("\n")
        is_named = "](/post/" in who
        said = _MARKS.sub("", words if is_named else found[0])
        if (is_named and not also_named) or not is_gone(said):
            return found[0]
        return f"{who}\n>\n> {notice}\n" if is_named else f"> {notice}\n"

    return _PASTED.sub(shorter, source)
