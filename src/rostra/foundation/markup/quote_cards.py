"""Quotes in the plain Markdown of this site, and the cards they become.

    > @scott [said](/post/123/):
    >
    > most of the foreigners do not

An import that does not know the post leaves the address out: `> @scott said:`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import escape

from rostra.foundation.markup.limits import LONG_QUOTE
from rostra.foundation.markup.tree import Node, text_of

_NAME = re.compile(r'@(?:"([^"]{1,120})"|(\S{1,120}))\s?')
_SAID = re.compile(r'@(?:"([^"]{1,120})"|(.{1,120}?)) said:\s*')
_POST = re.compile(r"/post/([1-9]\d{0,17})/")


class QuoteFound(NamedTuple):
    """A quote in a text, and the words it claims somebody wrote."""

    place: int
    """Which quote of the text it is, from 0."""
    post_id: int | None
    name: str
    words: str


class Attribution(NamedTuple):
    """Who is quoted, and from which post if that is known."""

    name: str
    post_id: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a quote's state looks like beside the name."""

    tone: str
    icon: str
    words: Callable[[], str]


MARKS = {
    "exact": Mark(" good", "ok", lambda: _("Verified quote")),
    "edited": Mark("", "history", lambda: _("Original edited since")),
    "altered": Mark(" serious", "warn", lambda: _("Altered: compare")),
    "gone": Mark("", "hide", lambda: _("The original is gone")),
}


def attribution_of(quote: Node) -> Attribution | None:
    """Who a block quote says is speaking, or None for a plain block quote."""
    first = quote.kids[0] if quote.kids else None
    if not isinstance(first, Node) or first.kind != "Paragraph":
        return None
    *before, last = [kid for kid in first.kids if kid != ""] or [""]
    if not before and isinstance(last, str):
        said = _SAID.fullmatch(last)
        return Attribution(said[1] or said[2], None) if said else None
    link = before.pop() if before else None
    if last != ":" or not isinstance(link, Node) or link.kind != "Link":
        return None
    name = _NAME.fullmatch("".join(text_of(kid) for kid in before))
    post = _POST.fullmatch(link.arg["dest_url"])
    return Attribution(name[1] or name[2], int(post[1])) if name and post else None


def words_in(quote: Node) -> str:
    """What a quote claims was said: everything under its attribution.

    A quote in it is somebody else's words, and judged by itself; it is left out.
    """
    parts = ["…" if _is_attributed(kid) else text_of(kid) for kid in quote.kids[1:]]
    return "".join(parts).strip().removeprefix("…").strip()


def _is_attributed(kid: Node | str) -> bool:
    if not isinstance(kid, Node) or kid.kind != "BlockQuote":
        return False
    return attribution_of(kid) is not None


def card(found: QuoteFound, state: str, body: str, *, is_inner: bool) -> str:
    """The figure of a quote; `body` is HTML. One inside another is folded."""
    name = str(escape(found.name))
    if found.post_id:
        by = f'<a class="name" href="/post/{found.post_id}/" dir="auto">{name}</a>'
    else:
        by = f'<span class="name" dir="auto">{name}</span>'
    caption = f"<figcaption><span>{by}</span>{_mark(found, state)}</figcaption>"
    body = f'<blockquote dir="auto">{body}</blockquote>'
    if len(found.words) > LONG_QUOTE:
        opening = escape(" ".join(found.words[:160].split()))
        summary = escape(_("Show the whole quote"))
        body = (
            f'<details><summary><span dir="auto">{opening} …</span> {summary}</summary>'
            f"{body}</details>"
        )
    about = f' data-post="{found.post_id}"' if found.post_id else ""
    about += f' data-quote-state="{state}"' if state else ""
    figure = f'<figure class="quote" data-quote="{found.place}"{about}>'
    figure += f"{caption}{body}</figure>\n"
    if not is_inner:
        return figure
    summary = escape(_("What %(name)s said before") % {"name": found.name})
    return f"<details><summary>{summary}</summary>{figure}</details>\n"


def _mark(found: QuoteFound, state: str) -> str:
    # The drawing is put in after sanitising (sanitiser.finished).
    if not state:
        return ""
    mark = MARKS[state]
    address = f"/post/{found.post_id}/history/"
    return (
        f' <a class="flag{mark.tone}" href="{address}" rel="nofollow">'
        f"<i>{mark.icon}</i> {escape(mark.words())}</a>"
    )
