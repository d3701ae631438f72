"""Where a text may lead: to the web, to a mailbox, to a place on this site."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from linkify_it.main import Match  # type: ignore[import-untyped]
from markupsafe import escape

from rostra.foundation.markup.limits import LITERAL, LONGEST_ADDRESS, readable

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ALLOWED = frozenset(["http:", "https:", "mailto:"])
_KEPT = "!#$%&'()*+,-./:;=?@_~"
"""Signs that an address may hold as they are; the rest is written as %XX (RFC 3986)."""

_WORD = re.compile(r"\S+")
_HINT = re.compile(r"://|\w\.\w|mailto:", re.IGNORECASE)
_ESCAPED_SIGN = re.compile(f"{LITERAL}[:/.@]")


class FoundAddress(NamedTuple):
    """An address that stands in running words, from `start` up to `end`."""

    start: int
    end: int
    address: str


def safe_address(url: str) -> str | None:
    """The address to link to, or None if nobody may be led there.

    Only http, https and mailto, and from the root of this site or within its page: a
    relative address would mean another place on every page that shows the post.
    """
    url = url.replace(LITERAL, "").strip()
    if url[:4].lower() == "www.":
        url = f"http://{url}"
    scheme = _SCHEME.match(url)
    is_here = url.startswith(("/", "#")) and not url.startswith("//")
    if len(url) > LONGEST_ADDRESS or not (
        scheme[0].lower() in _ALLOWED if scheme else is_here
    ):
        return None
    return quote(url, safe=_KEPT)


def link(
    address: str, shown: str, *, title: str = "", kind: str = "", more: str = ""
) -> str:
    """A link to a safe address; `shown` is HTML, and `more` further attributes. Others'
    pages get no credit for it."""
    about = f' class="{kind}"' if kind else ""
    about += f' title="{escape(readable(title))}"' if title else ""
    if address[:4].lower() == "http":
        about += ' rel="nofollow ugc noopener"'
    return f'<a href="{escape(address)}"{about}{more}>{shown}</a>'


def addresses_in(words: str) -> Iterator[FoundAddress]:
    """The web and mail addresses that were typed without any marks."""
    if not _HINT.search(words):
        return
    # Word by word, so that no input makes the finder read all of a text many times.
    for word in _WORD.finditer(words):
        if _HINT.search(word[0]) and len(word[0]) <= LONGEST_ADDRESS:
            yield from _addresses_in_word(word[0], word.start())


def _addresses_in_word(word: str, start: int) -> Iterator[FoundAddress]:
    if _ESCAPED_SIGN.search(word):
        return
    bare = word.replace(LITERAL, "")
    for match in _finder().match(bare) or ():
        address = safe_address(match.url) if _is_meant(match) else None
        if address:
            yield FoundAddress(
                start + _place_of(word, match.index),
                start + _place_of(word, match.last_index),
                address,
            )


def _place_of(word: str, place: int) -> int:
    """Where a place in a word lies in the word with its LITERAL marks."""
    for at, character in enumerate(word):
        if character == LITERAL:
            place += place >= at
    return place


def _is_meant(match: Match) -> bool:
    """Whether this is an address rather than a sentence that lacks a space (`done.It`)."""
    if match.schema or match.text.lower().startswith("www."):
        return True
    host, slash, _ = match.text.partition("/")
    return bool(slash) or host.count(".") > 1 or len(host.rpartition(".")[2]) > 2


@cache
def _finder() -> LinkifyIt:
    # Only loaded when somebody first writes an address: its patterns take 2 MB.
    return LinkifyIt().add("ftp:", None).add("//", None)
