"""Everything the front page shows, beside what other packages put on it."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from rostra.accounts.models import Reader
from rostra.forum.permissions import rights_of
from rostra.forum.rights import Right
from rostra.forum.selectors.categories import seen_categories
from rostra.forum.selectors.rows import CategoryRow, Person, TopicRow
from rostra.forum.selectors.topic_list import topic_list
from rostra.forum.topic_marks import marks_of
from rostra.foundation.raw import fetch, moment, spread


@dataclass(frozen=True, slots=True)
class LastTopic:
    """What was last said in a category."""

    title: str
    url: str
    person: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class CategoryCard:
    """An outermost category on the front page, with all that lies in it."""

    category: CategoryRow
    """Its counts are of everything in it that the reader may open."""
    last: LastTopic | None
    may_read: bool
    inside: tuple[CategoryRow, ...]
    """What lies directly in it."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page, as one reader sees it."""

    reader: Reader
    latest: tuple[TopicRow, ...]
    categories: tuple[CategoryCard, ...]

    @property
    def marks(self) -> dict[int, Markup]:
        """What other packages say of the newest discussions, by their ids."""
        return marks_of(self.latest)


def front_page(*, reader: Reader) -> FrontPage:
    """The newest discussions and all categories: two queries."""
    latest = topic_list(reader=reader, size=10)
    return FrontPage(reader=reader, latest=latest.topics, categories=_cards(reader))


_CARDS = """
SELECT c.id, c.topic_count, c.post_count, t.id, t.title, t.slug, t.last_post_id,
  t.last_posted_at, l.id, l.name, l.slug, l.role, l.is_house,
  l.face
FROM forum_category c
LEFT JOIN forum_topic t ON t.id = (
  SELECT n.id FROM forum_topic n
  WHERE n.category_id = c.id AND n.hidden_at IS NULL AND n.merged_into_id IS NULL
  ORDER BY n.last_posted_at DESC, n.id DESC LIMIT 1
)
LEFT JOIN accounts_user l ON l.id = t.last_author_id
WHERE c.id IN ({places})
"""


@dataclass(slots=True)
class _Sum:
    """What is found in a category and in all that lies in it."""

    topics: int = 0
    posts: int = 0
    last: LastTopic | None = None

    def add(self, other: "_Sum") -> None:
        self.topics += other.topics
        self.posts += other.posts
        if other.last and (self.last is None or other.last.at > self.last.at):
            self.last = other.last


def _cards(reader: Reader) -> tuple[CategoryCard, ...]:
    seen = seen_categories(reader)
    sums = _sums(rights_of(reader).readable)
    # Those inside stand after what they lie in: from the end, sums flow outwards.
    inside: defaultdict[int | None, list[CategoryRow]] = defaultdict(list)
    for row in reversed(seen):
        inside[row.parent_id].insert(0, row)
        if row.parent_id is not None and row.id in sums:
            sums.setdefault(row.parent_id, _Sum()).add(sums[row.id])
    cards = []
    for row in inside[None]:
        found = sums.get(row.id, _Sum())
        counted = replace(row, topic_count=found.topics, post_count=found.posts)
        may_read = rights_of(reader).has(Right.READ, row.id)
        cards.append(CategoryCard(counted, found.last, may_read, tuple(inside[row.id])))
    return tuple(cards)


def _sums(readable: tuple[int, ...]) -> dict[int, _Sum]:
    if not readable:
        return {}
    sums = {}
    for row in fetch(_CARDS.format(places=spread(len(readable))), readable):
        last = None
        if row[3] is not None:
            url = f"/post/{row[6]}/"
            last = LastTopic(row[4], url, Person(*row[8:14]), moment(row[7]))
        sums[row[0]] = _Sum(row[1], row[2], last)
    return sums
