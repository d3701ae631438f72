"""JSON Feed 1.0 and 1.1."""

from typing import Any

from django.utils.translation import gettext as _

from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedProblem, FeedRead, PictureRead
from rostra.news.reading.media import MOST_PICTURES
from rostra.news.reading.rss import MOST_ENTRIES
from rostra.news.reading.words import (
    MOST_BODY,
    address,
    addresses,
    line,
    paragraphs,
)


def is_one(told: Any) -> bool:
    """Whether this says of itself that it is a JSON Feed, or looks like one."""
    if not isinstance(told, dict):
        return False
    if "jsonfeed.org/version" in str(told.get("version", ""))[:200]:
        return True
    return isinstance(told.get("items"), list) and "title" in told


def read(told: dict[str, Any], base: str) -> FeedRead:
    """What the object says; raises FeedProblem where it has no list of items."""
    if "jsonfeed.org/version/1" not in said(told, "version"):
        raise FeedProblem(
            _(
                "This JSON Feed has a version that is not read here. Ask its "
                "publisher for version 1."
            )
        )
    items = told.get("items", [])
    if not isinstance(items, list):
        raise FeedProblem(_("This JSON Feed has no list of items. Tell its publisher."))
    by = _people(told)
    home = address(said(told, "home_page_url"), base)
    language = said(told, "language")
    return FeedRead(
        format="json",
        title=said(told, "title"),
        home=home,
        description=said(told, "description"),
        language=language,
        entries=tuple(
            _entry(item, home or base, by, language)
            for item in items[:MOST_ENTRIES]
            if isinstance(item, dict)
        ),
    )


def _entry(
    item: dict[str, Any], base: str, feed_by: str, feed_language: str
) -> EntryRead:
    html, text = _long(item, "content_html"), _long(item, "content_text")
    here, other = (
        address(said(item, "url"), base),
        address(said(item, "external_url"), base),
    )
    return EntryRead(
        id=said(item, "id")[:1000],
        address=here or other,
        addresses=addresses(here, other),
        headline=said(item, "title"),
        standfirst=said(item, "summary"),
        body=html or paragraphs(text),
        # An item whose authors have no names is not by those of the whole feed.
        byline=_people(item) if {"author", "authors"} & item.keys() else feed_by,
        pictures=_pictures(item, base),
        keywords=_strings(item.get("tags")),
        language=said(item, "language") or feed_language,
        published_at=read_time(said(item, "date_published")),
        updated_at=read_time(said(item, "date_modified")),
    )


def said(told: Any, *names: str) -> str:
    """The first of these that is words or a number, in one line."""
    for name in names:
        found = told.get(name) if isinstance(told, dict) else None
        if not isinstance(found, str | int | float) or isinstance(found, bool):
            continue
        if words := line(str(found)):
            return words
    return ""


def _long(told: dict[str, Any], name: str) -> str:
    found = told.get(name)
    return found[:MOST_BODY] if isinstance(found, str) else ""


def _strings(found: Any) -> tuple[str, ...]:
    if not isinstance(found, list):
        return ()
    words = (line(one, 100) for one in found[:50] if isinstance(one, str))
    return tuple(dict.fromkeys(word for word in words if word))


def _people(told: dict[str, Any]) -> str:
    people = told.get("authors")
    if not isinstance(people, list):
        people = [told.get("author")]
    names = (said(one, "name") for one in people[:20])
    return line(", ".join(name for name in names if name), 200)


def _pictures(item: dict[str, Any], base: str) -> tuple[PictureRead, ...]:
    found = [address(said(item, "image", "banner_image"), base)]
    attached = item.get("attachments")
    files = attached[:50] if isinstance(attached, list) else ()
    pictures = (one for one in files if said(one, "mime_type").startswith("image/"))
    found.extend(address(said(one, "url"), base) for one in pictures)
    return tuple(PictureRead(one) for one in addresses(*found))[:MOST_PICTURES]
