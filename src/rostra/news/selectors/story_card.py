"""A story as its card on a topic's page shows it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from rostra.foundation.domains import domain_of
from rostra.foundation.raw import fetch, moment
from rostra.news.genres import genre_label
from rostra.news.headlines import shown_headline

_CARD = """
SELECT s.headline, s.standfirst, s.dateline, s.byline, s.agency, s.body_html, s.image,
  s.image_width, s.image_height, s.image_alt, s.caption, s.credit, s.copyright,
  s.original_url, s.status, s.correction, s.version, s.genre, s.urgency,
  s.more_pictures, s.published_at, s.updated_at,
  s.corrected_at, s.id, t.title,
  EXISTS (SELECT 1 FROM news_outlet o WHERE o.story_id = s.id)
FROM news_story s JOIN forum_topic t ON t.id = s.topic_id WHERE s.topic_id = %s
"""

_OUTLETS = """
SELECT name, headline, address, agency, published_at
FROM news_outlet WHERE story_id = %s AND withdrawn_at IS NULL
ORDER BY joined_at, id LIMIT %s
"""
_MOST = 20
"""So many outlets are listed: the page stays small whoever sends what."""
URGENT = 3
"""Up to here an urgency (of 1 to 9, as IPTC has it) is told to readers."""


@dataclass(frozen=True, slots=True)
class OutletLine:
    """Somebody else who tells the story, and where."""

    name: str
    headline: str
    address: str
    agency: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A picture beside the first."""

    path: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str

    @property
    def url(self) -> str:
        return f"/media/{self.path}"


@dataclass(frozen=True, slots=True)
class StoryCard:
    """The fields of a story; any but the headline may be empty. The headline is the title
    that staff has chosen, where it has."""

    headline: str
    standfirst: str
    dateline: str
    byline: str
    agency: str
    body_html: str
    image: str
    image_width: int
    image_height: int
    image_alt: str
    caption: str
    credit: str
    copyright: str
    original_url: str
    status: str
    correction: str
    version: int
    genre: str
    urgency: int
    more_pictures: tuple[CardPicture, ...]
    published_at: datetime | None
    updated_at: datetime | None
    corrected_at: datetime | None
    outlets: tuple[OutletLine, ...]

    @property
    def image_url(self) -> str:
        return f"/media/{self.image}"

    @property
    def is_urgent(self) -> bool:
        """Whether its publisher sent it before all others."""
        return 0 < self.urgency <= URGENT

    @property
    def genre_label(self) -> str:
        return genre_label(self.genre)

    @property
    def is_corrected(self) -> bool:
        return self.status == "corrected" or bool(self.correction)

    @property
    def is_withdrawn(self) -> bool:
        return self.status == "withdrawn"

    @property
    def body(self) -> str:
        """The text with its dateline in front, as agencies print it."""
        is_there = 'class="dateline"' in self.body_html
        if is_there or not self.dateline or not self.body_html.startswith("<p>"):
            return self.body_html
        place = Markup('<span class="dateline">{}</span>').format(self.dateline)
        agency = Markup(" ({})").format(self.agency) if self.agency else ""
        return f"<p>{place}{agency} — {self.body_html[3:]}"

    @property
    def publisher(self) -> str:
        """The domain of the original, or `""`."""
        return domain_of(self.original_url)

    @property
    def original_host(self) -> str:
        """Where the original is read, as a person would say it."""
        host = self.original_url.partition("://")[2].partition("/")[0]
        return host.removeprefix("www.")


def story_card(*, topic_id: int) -> StoryCard | None:
    """The story that opens a topic, or None if it has none: one query, and one more where
    it has several outlets.

    The topic itself is not looked at: ask only for one that the reader may see.
    """
    rows = fetch(_CARD, (topic_id,))
    if not rows:
        return None
    headline, *fields, more, published, updated, corrected, story_id, title, others = (
        rows[0]
    )
    times = (moment(published), moment(updated), moment(corrected))
    outlets = _outlets(story_id) if others else ()
    shown = shown_headline(title, headline)
    return StoryCard(*(shown, *fields, _pictures(more), *times, outlets))


def _pictures(stored: Any) -> tuple[CardPicture, ...]:
    told = json.loads(stored) if isinstance(stored, str) else stored
    names = CardPicture.__slots__
    return tuple(CardPicture(**{name: one[name] for name in names}) for one in told)


def _outlets(story_id: int) -> tuple[OutletLine, ...]:
    rows = fetch(_OUTLETS, (story_id, _MOST))
    return tuple(OutletLine(*(*said, moment(at))) for *said, at in rows)
