"""The parts of a story beside headline, text and pictures."""

import re
from datetime import datetime
from typing import TypedDict

from rostra.news.models import Feed
from rostra.news.reading import EntryRead
from rostra.news.services.shaping import Shaped

_BY = re.compile(r"^by\s+", re.IGNORECASE)


class Parts(TypedDict, total=False):
    """What a story may have beside headline, body and pictures. Leave out what is not
    known: nothing is invented."""

    standfirst: str
    dateline: str
    byline: str
    agency: str
    copyright: str
    original_url: str
    genre: str
    urgency: int
    terms: str
    updated_at: datetime


def parts_of(entry: EntryRead, shape: Shaped) -> Parts:
    """What a story takes from an entry whatever of its text is shown; the dateline stands
    in the text, and only there."""
    return {
        "dateline": entry.dateline[:120] if shape.body else "",
        "byline": _BY.sub("", entry.byline)[:200],
        "agency": entry.agency[:120],
        "copyright": entry.copyright[:300],
        "original_url": entry.address,
        "genre": entry.genre[:60],
        "urgency": entry.urgency,
        "terms": entry.terms,
    }


def terms_of(entry: EntryRead) -> str:
    """What a publisher says of the use of an entry and of its pictures, each once."""
    said = (entry.terms, *(picture.terms for picture in entry.pictures))
    return " · ".join(dict.fromkeys(words for words in said if words))[:2_000]


def barred_pictures(feed: Feed, entry: EntryRead) -> int:
    """How many pictures a feed would show, and their publisher does not let be shown."""
    barred = (picture for picture in entry.pictures if not picture.may_show)
    return sum(1 for _one in barred) if feed.has_pictures else 0
