"""The newest stories, as the top of the front page shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from markupsafe import Markup

from rostra.accounts.models import Reader
from rostra.forum.selectors.categories import visible_categories
from rostra.forum.topic_marks import marks_of
from rostra.foundation.raw import fetch, moment, spread
from rostra.news.headlines import shown_headline
from rostra.news.models.story import KEY

SECONDS = 4
STRIP = 3


@dataclass(frozen=True, slots=True)
class StoryBrief:
    """A story in one glance."""

    topic_id: int
    slug: str
    headline: str
    standfirst: str
    image: str
    image_width: int
    image_height: int
    status: str
    published_at: datetime
    comments: int
    additions: str = ""
    """Of other packages: that it was corrected stands in `status`."""

    @property
    def id(self) -> int:
        return self.topic_id

    @property
    def url(self) -> str:
        return f"/topic/{self.topic_id}-{self.slug}/"

    @property
    def image_url(self) -> str:
        return f"/media/{self.image}"


@dataclass(frozen=True, slots=True)
class FrontStories:
    """The newest story, some beside it and some under it."""

    lead: StoryBrief
    seconds: tuple[StoryBrief, ...]
    strip: tuple[StoryBrief, ...]

    @property
    def marks(self) -> dict[int, Markup]:
        """What other packages say of the stories, by the ids of their topics."""
        return marks_of((self.lead, *self.seconds, *self.strip))


# `off` is a plus that keeps SQLite on the index of the newest stories, off those of all
# topics; PostgreSQL chooses rightly without. The opening post, which goes where moderators
# put it, is asked of one story after the other for the same reason.
_NEWEST = """
SELECT t.id, t.slug, t.title, s.headline, s.standfirst, s.image, s.image_width,
  s.image_height, s.status, s.published_at, t.last_number - 1, t.additions
FROM news_story s JOIN forum_topic t ON t.id = s.topic_id
WHERE {off}t.category_id IN ({places}) AND t.hidden_at IS NULL
  AND {off}t.merged_into_id IS NULL AND s.status <> 'withdrawn'
  AND s.published_at IS NOT NULL AND (
    SELECT o.hidden_at FROM forum_post o WHERE o.id = COALESCE(s.post_id, (
      SELECT p.id FROM forum_post p WHERE p.topic_id = s.topic_id AND p.number = 1))
  ) IS NULL
ORDER BY s.published_at DESC, s.id DESC
LIMIT %s
"""


def front_stories(*, reader: Reader) -> FrontStories | None:
    """The newest stories this reader may see, or None if there are none: one query."""
    places = [category.id for category in visible_categories(reader)]
    if not places:
        return None
    off = "+" if connection.vendor == "sqlite" else ""
    sql = _NEWEST.format(places=spread(len(places)), off=off)
    rows = fetch(sql, (*places, 1 + SECONDS + STRIP))
    briefs = tuple(_brief(row) for row in rows)
    if not briefs:
        return None
    return FrontStories(
        lead=briefs[0], seconds=briefs[1 : 1 + SECONDS], strip=briefs[1 + SECONDS :]
    )


def _brief(row: tuple[Any, ...]) -> StoryBrief:
    pk, slug, title, headline, *words, published, comments, additions = row
    shown = shown_headline(title, headline)
    at = moment(published)
    others = " ".join(key for key in (additions or "").split() if key != KEY)
    return StoryBrief(*(pk, slug, shown, *words, at, comments, others))
