"""Where the feeds of a site are: what its pages say in `<link rel=alternate>`."""

import re
from html import unescape

from rostra.news.reading.decoding import decoded
from rostra.news.reading.words import address, line, without_feed_scheme

_LINK = re.compile(r"<link\b([^>]{1,2000})>", re.IGNORECASE)
_PAIR = re.compile(
    r"([\w:-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.ASCII
)
_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_KINDS += ("application/rdf+xml", "application/json")
_HEAD = 300_000
MOST = 20


def feeds_of_page(
    data: bytes, content_type: str, base: str
) -> tuple[tuple[str, str], ...]:
    """Address and title of each feed that a page names, in its order."""
    found: dict[str, str] = {}
    for inner in _LINK.findall(decoded(data[:_HEAD], content_type)):
        told = {
            name.lower(): unescape(one or two or three)
            for name, one, two, three in _PAIR.findall(inner)
        }
        if "alternate" not in told.get("rel", "").lower().split():
            continue
        if told.get("type", "").lower().partition(";")[0].strip() not in _KINDS:
            continue
        where = address(without_feed_scheme(told.get("href", "")), base)
        if where and len(found) < MOST:
            found.setdefault(where, line(told.get("title", ""), 200))
    return tuple(found.items())
