"""The words of a page of another site, and the day it says it was published.

As in page_heads, HTML is never parsed: 100,000 open tags kept a parser busy for minutes.
It is gone through once, from tag to tag.
"""

import html
import re
from collections.abc import Iterator
from datetime import date

from rostra.foundation.markup.limits import readable
from rostra.foundation.markup.normalising import normalise
from rostra.foundation.page_heads import decoded, said_in

MOST_WORDS = 200_000
"""Characters that are kept of a page."""

_BLOCKS = frozenset(
    "address article aside blockquote body br dd div dl dt figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr img li main nav ol option p pre section table td th "
    "title tr ul".split()
)
_UNSEEN = frozenset("iframe noscript object script style svg template title".split())
_ENDS = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in _UNSEEN}
_TAG = re.compile(r"</?([a-z][a-z0-9]{0,15}+)", re.IGNORECASE)
_TAG_END = re.compile(
    r"""(?:[^<>"']{1,2000}+|"[^"]{0,2000}+"|'[^']{0,2000}+'){0,60}+>"""
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "dc.date",
    "dc.date.issued",
    "citation_publication_date",
    "date",
)


def text_of(body: bytes, content_type: str) -> str:
    """What a reader of the page sees, normalised; empty if it is no page of words."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/plain":
        return _shortened(decoded(body, content_type))
    if kind not in ("text/html", "application/xhtml+xml"):
        return ""
    text = decoded(body, content_type)
    return _shortened(html.unescape("".join(_words(text)))[: 4 * MOST_WORDS])


def day_of(body: bytes, content_type: str) -> date | None:
    """The day that a page gives as that of its publication."""
    said = said_in(body, content_type)
    for name in _DATES:
        if found := _DAY.match(said.get(name, "").replace("/", "-")):
            try:
                return date.fromisoformat(found[0])
            except ValueError:
                return None
    return None


def _shortened(text: str) -> str:
    return normalise(readable(text))[:MOST_WORDS]


def _words(page: str) -> Iterator[str]:
    """What stands between the tags, with a space where a block begins or ends."""
    at = 0
    while (start := page.find("<", at)) >= 0:
        yield page[at:start]
        tag = _TAG.match(page, start)
        if tag is None:
            at = _after_no_tag(page, start)
            if at == start + 1:
                yield "<"
            continue
        name = tag[1].lower()
        if name in _BLOCKS:
            yield " "
        at = _after_tag(page, tag.end())
        if name in _UNSEEN and page[start + 1] != "/":
            closing = _ENDS[name].search(page, at)
            at = closing.start() if closing else len(page)
    yield page[at:]


def _after_no_tag(page: str, start: int) -> int:
    """Where a page goes on after a < that begins a comment, a declaration or nothing."""
    for begins, ends in (("<!--", "-->"), ("<!", ">"), ("<?", ">"), ("</", ">")):
        if page.startswith(begins, start):
            end = page.find(ends, start + len(begins))
            return end + len(ends) if end >= 0 else len(page)
    return start + 1


def _after_tag(page: str, inside: int) -> int:
    whole = _TAG_END.match(page, inside)
    end = whole.end() if whole else page.find(">", inside) + 1
    return end or len(page)
