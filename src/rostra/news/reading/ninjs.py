"""ninjs 1.x, 2.x and 3.0: the agencies' news in JSON (IPTC)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedProblem, FeedRead, PictureRead
from rostra.news.reading.genres import genre_named, is_of_genres
from rostra.news.reading.json_feed import said
from rostra.news.reading.media import MOST_PICTURES, MOST_TERMS
from rostra.news.reading.ninjs_bodies import best_of, inside_page, without_headline
from rostra.news.reading.rights import may_be_shown
from rostra.news.reading.rss import MOST_ENTRIES
from rostra.news.reading.words import (
    MOST_BODY,
    address,
    addresses,
    dateline_of,
    line,
    number,
    paragraphs,
    plain,
    without_dateline,
)

_LISTS = ("items", "item", "results", "hits", "data")
_MARKS = frozenset(
    "headline headlines bodies body_html body_text body_xhtml versioncreated pubstatus "
    "descriptions description_text eventdetails".split()
)
_PICTURES = ("picture", "graphic")
Told = dict[str, Any]


def is_one(told: Any) -> bool:
    """Whether there is an item of ninjs in it, or a list of such."""
    return any(True for _item in _items(told))


def read(told: Any, base: str) -> FeedRead:
    """The items; raises FeedProblem where all are events or plans, which are no news."""
    items = [item for item in _items(told) if not _is_event(item)]
    if not items:
        raise FeedProblem(
            _(
                "This is ninjs about events, not news: there is nothing to post. "
                "Ask its agency for the news."
            )
        )
    found = tuple(_entry(item, base) for item in items[:MOST_ENTRIES])
    return FeedRead("ninjs", entries=found)


def _items(told: Any) -> Iterator[Told]:
    """Items with their keys in small letters: 3.0 writes some in "
    "another way than 2.x."""
    if isinstance(told, list):
        for one in told[:MOST_ENTRIES]:
            yield from _items_of_one(one)
        return
    if not isinstance(told, dict):
        return
    if any(True for _item in _items_of_one(told)):
        yield from _items_of_one(told)
        return
    for name in _LISTS:
        inner = told.get(name)
        if isinstance(inner, dict) and isinstance(inner.get("item"), dict):
            inner = [inner["item"]]
        if isinstance(inner, list | dict):
            yield from _items(inner)
            return


def _items_of_one(told: Any) -> Iterator[Told]:
    if isinstance(told, dict) and isinstance(told.get("item"), dict):
        told = told["item"]
    if not isinstance(told, dict):
        return
    small = {str(key).lower(): value for key, value in told.items()}
    has_id = isinstance(
        small.get("uri") or small.get("guid") or small.get("altids"), str | list | dict
    )
    if has_id and _MARKS & small.keys():
        yield small


def _is_event(item: Told) -> bool:
    if said(item, "type") in ("event", "planning"):
        return True
    return (
        "eventdetails" in item
        and not _roled(item, "bodies")
        and not item.get("body_html")
    )


def _entry(item: Told, base: str) -> EntryRead:
    told = said(item, "guid", "uri")
    link = address(said(item, "url", "link")) or address(told)
    first, last = _time(item, "firstcreated"), _time(item, "versioncreated")
    headline = _headline(item)
    dateline, agency = dateline_of(_place(item), _agency(item))
    return EntryRead(
        # The address that the API of the AP gives as `uri` is another each time.
        id=(said(item.get("altids"), "itemid") or told)[:1000],
        address=link,
        addresses=addresses(link),
        headline=headline,
        standfirst=_standfirst(item),
        body=without_dateline(without_headline(_body(item), headline), dateline),
        byline=said(item, "byline", "by")[:200] or _people(item),
        dateline=dateline,
        agency=agency,
        copyright=said(item, "copyrightnotice")[:300] or _holder(item),
        terms=_terms(item),
        pictures=_pictures(item, base),
        keywords=_keywords(item),
        language=said(item, "language"),
        genre=_genre(item)[:60],
        urgency=number(said(item, "urgency")),
        status=_status(item),
        correction=_correction(item),
        version=said(item, "version"),
        published_at=first or last,
        updated_at=last,
        embargoed_until=_time(item, "embargoed"),
    )


def _time(item: Told, name: str) -> datetime | None:
    return read_time(said(item, name))


def _headline(item: Told) -> str:
    main = _roled(item, "headlines", "main", "headline") or next(
        iter(_values(item, "headlines")), ""
    )
    return plain(said(item, "headline") or main or said(item, "title"))


def _standfirst(item: Told) -> str:
    roles = ("summary", "abstract", "lead", "text", "caption")
    told = said(item, "description_text", "description_html", "description_caption")
    return plain(told or _roled(item, "descriptions", *roles))


def _body(item: Told) -> str:
    for name in ("body_html", "body_xhtml"):
        if isinstance(found := item.get(name), str) and found.strip():
            return inside_page(found)
    if isinstance(found := item.get("body_text"), str) and found.strip():
        return paragraphs(found[:MOST_BODY])
    return best_of(_list(item.get("bodies")))


def _list(found: Any) -> list[Told]:
    return (
        [one for one in found[:200] if isinstance(one, dict)]
        if isinstance(found, list)
        else []
    )


def _values(item: Told, name: str) -> list[str]:
    return [words for one in _list(item.get(name)) if (words := said(one, "value"))]


def _roled(item: Told, name: str, *roles: str) -> str:
    """The value in a list of ninjs 2 that has one of these roles, or none."""
    for role in (*roles, ""):
        for one in _list(item.get(name)):
            if said(one, "role").rpartition(":")[2] == role or not roles:
                return said(one, "value")
    return ""


def _names(found: Any) -> str:
    if isinstance(found, str):
        return line(found)
    names = (said(one, "name", "literal") for one in _list(found))
    return next((name for name in names if name), "")


def _genre(item: Told) -> str:
    found = item.get("genre") or item.get("genres")
    codes = (said(one, "uri", "code", "qcode") for one in _list(found))
    own = (genre_named(code.replace("/", ":")) for code in codes if is_of_genres(code))
    return _names(found) or next(filter(None, own), "")


def _people(item: Told) -> str:
    names = (said(one, "name") for one in _list(item.get("authors")))
    return line(", ".join(name for name in names if name), 200)


def _place(item: Told) -> str:
    place = said(item, "located") or said(item.get("located"), "name")
    return place or said(item.get("datelinelocation"), "city")


def _agency(item: Told) -> str:
    sources = item.get("infosources") or item.get("infosource")
    return (said(item, "source", "provider") or _names(sources))[:120]


def _holder(item: Told) -> str:
    holder = said(item, "copyrightholder")
    return f"© {holder}"[:300] if holder else ""


def _terms(item: Told) -> str:
    """What it says of its use: words, or several, or where they can be read."""
    found = item.get("usageterms")
    several = found if isinstance(found, list) else [found]
    words = [one if isinstance(one, str) else said(one, "value") for one in several]
    rights = item.get("rightsinfo")
    words.append(
        said(rights, "linkedrights", "linkedRights") if isinstance(rights, dict) else ""
    )
    return line(" ".join(word for word in words[:20] if word), MOST_TERMS)


def _keywords(item: Told) -> tuple[str, ...]:
    found = (
        [word for word in item.get("keywords", ()) if isinstance(word, str)]
        if isinstance(item.get("keywords"), list)
        else []
    )
    found += [
        said(one, "name") for one in _list(item.get("subject") or item.get("subjects"))
    ]
    return tuple(dict.fromkeys(line(word, 100) for word in found if word))[:50]


def _status(item: Told) -> str:
    status = said(item, "pubstatus").lower().rpartition(":")[2]
    if status in ("canceled", "cancelled"):
        return "canceled"
    return "withheld" if status == "withheld" else "usable"


def _correction(item: Told) -> str:
    note = said(item, "ednote")
    return note if "correct" in note.lower() else ""


def _pictures(item: Told, base: str) -> tuple[PictureRead, ...]:
    found = []
    kinds = [item] if said(item, "type") in _PICTURES else []
    held = item.get("associations")
    if isinstance(held, dict):
        held = list(held.values())
    kinds += [one for one in _list(held) if said(one, "type") in _PICTURES]
    for one in kinds[:MOST_PICTURES]:
        small = {str(key).lower(): value for key, value in one.items()}
        where = _largest(small.get("renditions"), base)
        if where and said(small, "name").lower() != "logo":
            found.append(_picture(small, where, _terms(item)))
    return tuple(found)


def _picture(told: Told, where: str, around: str) -> PictureRead:
    """A picture; `around` are the terms of the item that it belongs to."""
    credit = said(told, "creditline", "description_creditline", "byline", "by")
    credit = _told_for(told, "descriptions", "creditline") or credit
    caption = _told_for(told, "descriptions", "caption") or _standfirst(told)
    notice, own = said(told, "copyrightnotice")[:300], _terms(told)
    return PictureRead(
        where,
        said(told, "headline")[:500],
        caption[:500],
        (credit or _people(told))[:200],
        notice,
        own or around,
        may_be_shown(own, around, notice, credit, said(told, "ednote")),
    )


def _told_for(told: Told, name: str, role: str) -> str:
    values = (
        said(one, "value") for one in _list(told.get(name)) if said(one, "role") == role
    )
    return next(values, "")


def _largest(found: Any, base: str) -> str:
    if isinstance(found, dict):
        found = [one for one in found.values() if isinstance(one, dict)]
    best, where = -1, ""
    for one in _list(found):
        kind = said(one, "contenttype", "contentType", "mimetype")
        width = one.get("width")
        wide = width if isinstance(width, int) else 0
        whole = address(said(one, "href"), base)
        is_picture = not kind or kind.startswith("image/")
        if whole and is_picture and wide > best:
            best, where = wide, whole
    return where
