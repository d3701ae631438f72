"""What the page of a story says of itself: schema.org in JSON-LD, then Open Graph.

Its HTML is searched and never parsed, as in foundation.page_heads, which reads the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from rostra.foundation.page_heads import decoded, head_of, joined, said_in, words
from rostra.foundation.page_text import day_of
from rostra.news.reading.decoding import json_of
from rostra.news.reading.words import address as whole_address

_SCRIPT = re.compile(
    r"<script\s[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.IGNORECASE
)
_LINK = re.compile(r"<link\s([^<>]{1,1500})>", re.IGNORECASE)
_CANONICAL = re.compile(r"rel\s{0,9}=\s{0,9}[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(r"href\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,1000})[\"']", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KINDS = ("Article", "BlogPosting", "Report", "LiveBlogPosting")
_MOST_SCRIPTS = 10
_MOST_THINGS = 200


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A page that tells a story, as far as it says so; all of it can be empty, and
    nothing of it is true."""

    title: str = ""
    outlet: str = ""
    picture: str = ""
    """The address of a picture."""
    published_on: date | None = None
    addresses: tuple[str, ...] = ()
    """Where it is found: what was asked, where that led, what it says itself."""
    names: tuple[str, ...] = ()
    """What its publisher calls it."""


def read_story_page(body: bytes, content_type: str, address: str) -> StoryPage:
    """What the beginning of a page says of the story on it."""
    text = decoded(body, content_type)
    said, head = said_in(body, content_type), head_of(body, content_type, address)
    thing = next(_stories(text), {})
    told = _words_in(thing.get("datePublished"))
    addresses = (
        address,
        joined(address, _canonical(text)),
        joined(address, said.get("og:url", "")),
        *(
            joined(address, _words_in(thing.get(n)))
            for n in ("url", "mainEntityOfPage")
        ),
    )
    return StoryPage(
        title=words(_words_in(thing.get("headline")), 200) or head.title,
        outlet=words(
            _named(thing.get("publisher")) or said.get("og:site_name", ""), 120
        ),
        picture=_picture(thing, address) or head.picture,
        published_on=_day(told) or day_of(body, content_type),
        addresses=tuple(dict.fromkeys(filter(None, map(whole_address, addresses)))),
        names=tuple(
            one for n in ("@id", "identifier") if (one := _words_in(thing.get(n)))
        ),
    )


def _stories(text: str) -> Iterator[dict[str, Any]]:
    """What the page's JSON-LD says of articles, as it stands there."""
    for count, script in enumerate(_SCRIPT.finditer(text)):
        if count == _MOST_SCRIPTS:
            return
        end = text.find("</script", script.end())
        try:
            told = json_of(text[script.end() : end if end > 0 else None])
        except (ValueError, RecursionError):
            continue
        yield from (one for one in _things(told) if _tells_story(one))


def _things(told: Any) -> Iterator[dict[str, Any]]:
    waiting = [told]
    for _count in range(_MOST_THINGS):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting.extend(one[:_MOST_THINGS])
        elif isinstance(one, dict):
            yield one
            waiting.append(one.get("@graph"))


def _tells_story(thing: dict[str, Any]) -> bool:
    kinds = thing.get("@type")
    said = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(_KINDS) for kind in said)


def _words_in(value: Any) -> str:
    """A text, or the address or name of a thing, or of the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = next((value[n] for n in ("@id", "url", "value") if n in value), "")
    return value[:2000] if isinstance(value, str) else ""


def _named(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    name = value.get("name") if isinstance(value, dict) else value
    return name[:500] if isinstance(name, str) else ""


def _picture(thing: dict[str, Any], address: str) -> str:
    image = thing.get("image")
    image = image[0] if isinstance(image, list) and image else image
    if isinstance(image, dict):
        image = image.get("url") or image.get("contentUrl")
    return joined(address, image) if isinstance(image, str) and image else ""


def _day(told: str) -> date | None:
    found = _DAY.match(told)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _canonical(text: str) -> str:
    for count, tag in enumerate(_LINK.finditer(text)):
        if count == _MOST_THINGS:
            return ""
        if _CANONICAL.search(tag[1]) and (href := _HREF.search(tag[1])):
            return href[1].replace("&amp;", "&")
    return ""
