"""The Markdown that quotes a post."""

import re
from collections.abc import Iterable
from itertools import groupby

from rostra.accounts.models import Reader
from rostra.forum.models import Post
from rostra.forum.policies import PostPolicy
from rostra.foundation.visibility import NotVisible


def quote_of(*, reader: Reader, post_id: int) -> str:
    """A post as a quote to go on from, `""` if its words can't be seen: one query."""
    try:
        posts = Post.objects.select_related("topic__category", "author")
        post = posts.get_visible(reader, pk=post_id)
    except NotVisible:
        return ""
    if not PostPolicy(reader, post, post.topic).read_words():
        return ""
    return as_quote(post.author.name, post.pk, own_words(post.source))


_PLAIN = re.compile(r"[^\W_]+(?:_+[^\W_]+)*")
_MARKS = re.compile(
    r"""[\\`*_~\[\]|]|<(?=[a-z/!?])|&(?=\#?\w+;)|@(?=")|:(?=[\w+-]{1,60}:)|!$""",
    re.IGNORECASE,
)
"""What Markdown would read as marks, as in quoted-line.js."""


def as_quote(name: str, post_id: int, words: str) -> str:
    """Words as a quote of a post, in the form the renderer knows."""
    escaped = _MARKS.sub(lambda found: f"\\{found[0]}", name)
    shown = name if _PLAIN.fullmatch(name) else f'"{escaped}"'
    lines = "\n".join(f"> {line}".rstrip() for line in words.strip().split("\n"))
    return f"> @{shown} [said](/post/{post_id}/):\n>\n{lines}\n\n"


def own_words(source: str) -> str:
    """A text without the quotes in it: one quotes what the author said.

    Between words of theirs, `[…]` says that something is left out, so that the quote is
    found to be true.
    """
    lines = source.split("\n")
    is_quoted = [line.lstrip().startswith(">") for line in lines]
    groups = groupby(zip(lines, is_quoted, strict=True), key=lambda pair: pair[1])
    parts = ["[…]" if quoted else _joined(group) for quoted, group in groups]
    parts = [part for part in parts if part]
    while parts and parts[0] == "[…]":
        parts.pop(0)
    while parts and parts[-1] == "[…]":
        parts.pop()
    return "\n\n".join(parts) or source


def _joined(lines: Iterable[tuple[str, bool]]) -> str:
    return "\n".join(line for line, _is_quoted in lines).strip()
