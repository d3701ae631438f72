"""Quotes in the Markdown of a text."""

import re


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
