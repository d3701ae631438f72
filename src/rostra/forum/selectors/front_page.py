"""Everything the front page shows, beside what other packages put on it."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import Reader
from rostra.forum.selectors.categories import visible_categories
from rostra.forum.selectors.rows import CategoryRow, Person, TopicRow
from rostra.forum.selectors.topic_list import topic_list
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
    """A category on the front page."""

    category: CategoryRow
    last: LastTopic | None


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page, as one reader sees it."""

    reader: Reader
    latest: tuple[TopicRow, ...]
    categories: tuple[CategoryCard, ...]


def front_page(*, reader: Reader) -> FrontPage:
    """The newest discussions and all categories: two queries."""
    latest = topic_list(reader=reader, size=10)
    return FrontPage(reader=reader, latest=latest.topics, categories=_cards(reader))


_CARDS = """
SELECT c.id, c.topic_count, c.post_count, t.id, t.title, t.slug, t.last_post_id,
  t.last_posted_at, l.id, l.name, l.slug, l.role, l.is_house
FROM forum_category c
LEFT JOIN forum_topic t ON t.id = (
  SELECT n.id FROM forum_topic n
  WHERE n.category_id = c.id AND n.hidden_at IS NULL AND n.merged_into_id IS NULL
  ORDER BY n.last_posted_at DESC, n.id DESC LIMIT 1
)
LEFT JOIN accounts_user l ON l.id = t.last_author_id
WHERE c.id IN ({places})
ORDER BY c.position, c.id
"""


def _cards(reader: Reader) -> tuple[CategoryCard, ...]:
    named = {category.id: category for category in visible_categories(reader)}
    if not named:
        return ()
    cards = []
    for row in fetch(_CARDS.format(places=spread(len(named))), tuple(named)):
        known = named[row[0]]
        counted = CategoryRow(
            known.id,
            known.name,
            known.slug,
            known.description,
            known.audience,
            topic_count=row[1],
            post_count=row[2],
        )
        last = None
        if row[3] is not None:
            url = f"/post/{row[6]}/"
            last = LastTopic(row[4], url, Person(*row[8:13]), moment(row[7]))
        cards.append(CategoryCard(counted, last))
    return tuple(cards)
