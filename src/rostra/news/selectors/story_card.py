"""A story as its card on a topic's page shows it."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from rostra.foundation.domains import domain_of
from rostra.foundation.raw import fetch, moment

_CARD = """
SELECT headline, standfirst, dateline, byline, agency, body_html, image, image_width,
  image_height, image_alt, caption, credit, copyright, original_url, status, correction,
  version, published_at, updated_at, corrected_at
FROM news_story WHERE topic_id = %s
"""


@dataclass(frozen=True, slots=True)
class StoryCard:
    """The fields of a story; any but the headline may be empty."""

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
    published_at: datetime | None
    updated_at: datetime | None
    corrected_at: datetime | None

    @property
    def image_url(self) -> str:
        return f"/media/{self.image}"

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
    """The story that opens a topic, or None if it has none: one query.

    The topic itself is not looked at: ask only for one that the reader may see.
    """
    rows = fetch(_CARD, (topic_id,))
    if not rows:
        return None
    *fields, published, updated, corrected = rows[0]
    times = (moment(published), moment(updated), moment(corrected))
    return StoryCard(*(*fields, *times))
