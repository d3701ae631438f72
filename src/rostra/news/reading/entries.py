"""What a feed says, in the same words whatever its format."""

from dataclasses import dataclass, field
from datetime import datetime


class FeedProblem(Exception):
    """A feed that cannot be read; its text tells an editor why, in one sentence."""


class PageProblem(FeedProblem):
    """It is a page of the web."""


@dataclass(frozen=True, slots=True)
class PictureRead:
    """A picture that goes with an entry, where it is."""

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    copyright: str = ""
    terms: str = ""
    """What its publisher says of its use."""
    may_show: bool = True
    """Whether none of this says that it may not be shown (`rights.py`)."""


@dataclass(frozen=True, slots=True)
class EntryRead:
    """One entry. What its format does not say is empty; nothing is invented.

    `body` is HTML from outside, and not to be shown before it is sanitised. All other
    words are plain.
    """

    id: str = ""
    """What the publisher calls it; does not change when the entry does."""
    address: str = ""
    addresses: tuple[str, ...] = ()
    """Every address it says it is found at, `address` among them."""
    headline: str = ""
    standfirst: str = ""
    body: str = ""
    byline: str = ""
    dateline: str = ""
    agency: str = ""
    copyright: str = ""
    terms: str = ""
    """What its publisher says of the use of all of it."""
    pictures: tuple[PictureRead, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str = ""
    genre: str = ""
    urgency: int = 0
    """From 1, the most urgent, to 9; 0 if it is not said."""
    status: str = "usable"
    """`usable`, `withheld` or `canceled`, as IPTC's publishing status has them."""
    correction: str = ""
    """What the format itself says was corrected; may be a word only."""
    version: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    embargoed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A whole feed. `is_mended` says that its XML was broken, and what was left was read."""

    format: str
    title: str = ""
    home: str = ""
    description: str = ""
    language: str = ""
    copyright: str = ""
    entries: tuple[EntryRead, ...] = field(default=())
    is_mended: bool = False
