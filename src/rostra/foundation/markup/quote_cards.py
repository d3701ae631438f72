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
from rostra.foundation.markup.plain import ELISION, words_shown
from rostra.foundation.markup.tree import Node, text_of

_NAMED = r'@(?:"(.+)"|(\S+?))'
_BEFORE_LINK = re.compile(rf"{_NAMED}\s+")
_SAID = re.compile(r'@(?:"(.+)"|(.+?)) said:\s*')
_POST = re.compile(r"/post/([1-9]\d{0,17})/")
_LONGEST_NAME = 200
_OPENING = 160


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
    "gone": Mark("", "hide", lambda: _("Original is gone")),
}


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


def words_in(quote: Node, say: Callable[[str], str]) -> str:
    """What a quote claims was said: everything under its attribution."""
    words = words_shown(Node("Said", kids=quote.kids[1:]), say)
    return words.strip().removeprefix(ELISION).strip()


def card(found: QuoteFound, state: str, body: str) -> str:
    """The figure of a quote; `body` is the HTML of what was said."""
    quote = f'<blockquote dir="auto">\n{body}</blockquote>'
    if len(found.words) > LONG_QUOTE:
        quote = _behind(_opening(found.words), quote)
    about = f' data-post="{found.post_id}"' if found.post_id else ""
    about += f' data-quote-state="{state}"' if state else ""
    return (
        f'<figure class="quote" data-quote="{found.place}"{about}>'
        f"<figcaption><span>{_name(found)}</span>{_mark(found, state)}</figcaption>"
        f"{quote}</figure>\n"
    )


def folded(quote: str, who: Attribution | None) -> str:
    """A quote inside another, to be opened by whoever wants to read it."""
    words = _("What %(name)s said before") % {"name": who.name} if who else _("A quote")
    return _behind(str(escape(words)), quote)


def _behind(summary: str, hidden: str) -> str:
    return f'<details><summary dir="auto">{summary}</summary>{hidden}</details>\n'


def _opening(words: str) -> str:
    opening = " ".join(words[:_OPENING].split())
    return f"{escape(opening)}… <b>{escape(_('Show the whole quote'))}</b>"


def _name(found: QuoteFound) -> str:
    name = escape(found.name)
    if not found.post_id:
        return f'<b class="name" dir="auto">{name}</b>'
    return f'<a class="name" href="/post/{found.post_id}/" dir="auto">{name}</a>'


def _mark(found: QuoteFound, state: str) -> str:
    if not state:
        return ""
    mark = MARKS[state]
    shown = f"{_icon(mark.icon)} {escape(mark.words())}"
    if state == "gone":
        return f' <span class="flag">{shown}</span>'
    address = f"/post/{found.post_id}/history/"
    return f' <a class="flag{mark.tone}" href="{address}" rel="nofollow">{shown}</a>'


def _icon(name: str) -> str:
    drawing = f'<use href="/icons.svg#{name}"></use>'
    return f'<svg class="icon" aria-hidden="true">{drawing}</svg>'
