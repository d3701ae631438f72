"""Quotes that say whom they quote, and the cards they become."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import escape

from rostra.foundation.markup.attributions import Attribution
from rostra.foundation.markup.limits import LONG_QUOTE
from rostra.foundation.markup.normalising import quote_key
from rostra.foundation.markup.plain import ELISION, fold_words, words_shown
from rostra.foundation.markup.tree import Node

_OPENING = 160


class QuoteFound(NamedTuple):
    """A quote in a text, and the words it claims somebody wrote."""

    place: int
    """Which quote of the text it is, from 0."""
    post_id: int | None
    name: str
    words: str
    links: tuple[str, ...] = ()
    """Where its links lead: a link to another place is not what was said."""


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


def words_in(quote: Node, say: Callable[[str], str]) -> str:
    """What a quote claims was said: everything under its attribution."""
    words = words_shown(Node("Said", kids=quote.kids[1:]), say)
    return words.strip().removeprefix(ELISION).strip()


def card(found: QuoteFound, state: str, body: str, *, is_needless: bool = False) -> str:
    """The figure of a quote; `body` is the HTML of what was said."""
    quote = f'<blockquote dir="auto">\n{body}</blockquote>'
    if is_needless:
        quote = _behind(str(escape(_("All of the post above"))), quote)
    elif len(found.words) > LONG_QUOTE:
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
    return _behind(str(escape(fold_words(who))), quote)


def _behind(summary: str, hidden: str) -> str:
    # Line ends keep the words of one part from running into those of the next.
    summary = f'<summary dir="auto">{summary}</summary>'
    return f"<details>\n{summary}\n{hidden}</details>\n"


def _opening(words: str) -> str:
    opening = " ".join(words[:_OPENING].split())
    more = escape(_("Show the whole quote"))
    return f"{escape(opening)}… <b>{more}</b>"


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
    # Others may have quoted the same words in another state: this one is meant.
    address = f"/post/{found.post_id}/quoted/{quote_key(found.words)}/?as={state}"
    return f' <a class="flag{mark.tone}" href="{address}" rel="nofollow">{shown}</a>'


def _icon(name: str) -> str:
    drawing = f'<use href="/icons.svg#{name}"></use>'
    return f'<svg class="icon" aria-hidden="true">{drawing}</svg>'
