"""Lists of topics: latest, new, unread and top, of the site or of one category."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils import timezone
from markupsafe import Markup

from rostra.accounts.models import Reader
from rostra.forum.permissions import rights_of
from rostra.forum.scores import Period, start_of
from rostra.forum.selectors.categories import visible_categories
from rostra.forum.selectors.cursors import Cursor, micros
from rostra.forum.selectors.rows import CategoryRow, Person, TopicRow, tag_rows
from rostra.forum.topic_marks import marks_of
from rostra.foundation.raw import fetch, moment, spread
from rostra.foundation.visibility import NotVisible

TOPICS_PER_PAGE = 30
LIVELY = 20
"""Replies and reactions in a day that make a topic lively."""
UNREAD_DAYS = 90
"""A topic nobody posted in for this long no longer counts as unread."""


class Order(StrEnum):
    """What a list shows, and in which order."""

    LATEST = "latest"
    NEW = "new"
    UNREAD = "unread"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class TopicList:
    """One page of a list of topics, as one reader sees it."""

    reader: Reader
    order: Order
    period: str
    """For `top`: day, week, month, year or all."""
    category: CategoryRow | None
    pinned: tuple[TopicRow, ...]
    """Only on the first page of a category's latest topics."""
    topics: tuple[TopicRow, ...]
    before: Cursor | None
    """Where the next page begins, if there is one."""
    after: Cursor | None
    """Where the page before this one ends, if there is one."""

    @property
    def marks(self) -> dict[int, Markup]:
        """What other packages say of the topics, by their ids."""
        return marks_of(self.pinned + self.topics)

    @property
    def is_empty(self) -> bool:
        return not self.pinned and not self.topics


def topic_list(
    *,
    reader: Reader,
    order: Order = Order.LATEST,
    period: str = "week",
    category_id: int | None = None,
    tag_id: int | None = None,
    cursor: Cursor | None = None,
    size: int = TOPICS_PER_PAGE,
) -> TopicList:
    """One page of topics: one query (two on the first page of a category).

    Costs the same for page 1 and page 5,000. Raises NotVisible if there is no such
    category for this reader.
    """
    categories = visible_categories(reader)
    category = _pick(categories, category_id)
    places = [category] if category else list(categories)
    has_pins = bool(category and order == Order.LATEST and not cursor)
    query = _Query(reader, places, order, period, cursor, tag_id, has_pins)
    rows = query.rows(size + 1)
    more = len(rows) > size
    rows = rows[:size]
    backwards = cursor is not None and cursor.is_backwards
    if backwards:
        rows.reverse()
    return TopicList(
        reader=reader,
        order=order,
        period=period,
        category=category,
        pinned=tuple(row for row, _ in query.pinned()) if has_pins else (),
        topics=tuple(row for row, _ in rows),
        before=_edge(rows[-1:], more or backwards),
        after=_edge(rows[:1], cursor is not None and (more or not backwards)),
    )


def _pick(
    categories: tuple[CategoryRow, ...], wanted: int | None
) -> CategoryRow | None:
    if wanted is None:
        return None
    for category in categories:
        if category.id == wanted:
            return category
    raise NotVisible("category")


def _edge(rows: list[tuple[TopicRow, int]], is_there: bool) -> Cursor | None:
    return Cursor(rows[0][1], rows[0][0].id) if rows and is_there else None


_TOPICS = """
SELECT t.id, t.title, t.slug, t.category_id, t.started_at, t.last_number,
  t.last_post_id, t.last_posted_at, t.views, t.is_story, t.pinned_at, t.locked_at,
  t.hidden_at, t.score, COALESCE(d.score, 0) + COALESCE(y.score, 0), m.number, {key},
  t.has_poll, t.tag_names,
  a.id, a.name, a.slug, a.role, a.is_house, a.face,
  l.id, l.name, l.slug, l.role, l.is_house, l.face, t.additions
FROM {source}
JOIN accounts_user a ON a.id = t.author_id
JOIN accounts_user l ON l.id = t.last_author_id
LEFT JOIN forum_readmark m ON m.user_id = %s AND m.topic_id = t.id
LEFT JOIN forum_topicscore d
  ON d.topic_id = t.id AND d.period = 'day' AND d.starts_on = %s
LEFT JOIN forum_topicscore y
  ON y.topic_id = t.id AND y.period = 'day' AND y.starts_on = %s
WHERE {where}
ORDER BY {order}
LIMIT %s
"""


class _Query:
    """The one query behind every list, and the rows that it gives."""

    def __init__(
        self,
        reader: Reader,
        categories: list[CategoryRow],
        order: Order,
        period: str,
        cursor: Cursor | None,
        tag_id: int | None,
        has_pins: bool,
    ) -> None:
        self.reader = reader
        self.categories = {category.id: category for category in categories}
        self.order = order
        self.period = period
        self.cursor = cursor
        self.tag_id = tag_id
        self.has_pins = has_pins

    def rows(self, limit: int) -> list[tuple[TopicRow, int]]:
        """Rows with their sort keys; the nearest first if the cursor is backwards."""
        source, key = self._source()
        # What one index holds must be named as of one table, to be read in its order.
        topic_id = "g.topic_id" if key.startswith("g.") else "t.id"
        where, params = self._where(source)
        if self.has_pins:
            where.append("t.pinned_at IS NULL")
        if self.cursor:
            sign = ">" if self.cursor.is_backwards else "<"
            where.append(f"({key}, {topic_id}) {sign} (%s, %s)")
            params += [self._key_value(self.cursor), self.cursor.id]
        way = "ASC" if self.cursor and self.cursor.is_backwards else "DESC"
        return self._fetch(
            source, key, where, params, f"{key} {way}, {topic_id} {way}", limit
        )

    def pinned(self) -> list[tuple[TopicRow, int]]:
        """The pinned topics of the category, newest pin first."""
        where, params = self._where("forum_topic t")
        where.append("t.pinned_at IS NOT NULL")
        order = "t.pinned_at DESC"
        return self._fetch(
            "forum_topic t", "t.last_posted_at", where, params, order, 20
        )

    def _source(self) -> tuple[str, str]:
        if self.tag_id is not None:
            return self._tag_source()
        if self.order == Order.NEW:
            return "forum_topic t", "t.started_at"
        if self.order == Order.TOP and self.period == "all":
            return "forum_topic t", "t.score"
        if self.order == Order.TOP:
            return (
                "forum_topicscore s JOIN forum_topic t ON t.id = s.topic_id",
                "s.score",
            )
        return "forum_topic t", "t.last_posted_at"

    def _tag_source(self) -> tuple[str, str]:
        tagged = "forum_tagged g JOIN forum_topic t ON t.id = g.topic_id"
        if self.order == Order.NEW:
            return tagged, "g.started_at"
        if self.order != Order.TOP:
            return tagged, "g.last_posted_at"
        if self.period == "all":
            return tagged, "t.score"
        scored = "forum_topicscore s JOIN forum_topic t ON t.id = s.topic_id"
        return f"{scored} JOIN forum_tagged g ON g.topic_id = t.id", "s.score"

    def _where(self, source: str) -> tuple[list[str], list[Any]]:
        places = list(self.categories) or [0]
        table = "s" if source.startswith("forum_topicscore") else "t"
        # A plus keeps SQLite off an index in which nearly every topic is found (of all
        # categories; never merged): it would read and sort the whole forum. PostgreSQL
        # counts such rows itself, and a plus would hide them from it.
        off = "+" if connection.vendor == "sqlite" else ""
        many = off if len(places) > 1 else ""
        where = [f"{many}{table}.category_id IN ({spread(len(places))})"]
        params: list[Any] = [*places]
        if table == "s":
            where.append("s.period = %s AND s.starts_on = %s")
            params += [self.period, start_of(Period(self.period), _today())]
        where.append(f"{off}t.merged_into_id IS NULL")
        hidden, moderated = shown_topics(self.reader, self.categories)
        where.append(hidden)
        params += moderated
        if self.tag_id is not None:
            where.append("g.tag_id = %s")
            params.append(self.tag_id)
        if self.order == Order.UNREAD:
            where.append("t.last_number > COALESCE(m.number, 0)")
            where.append("t.last_posted_at > %s")
            params.append(_for_database(self._unread_since()))
        return where, params

    def _unread_since(self) -> datetime:
        window = timezone.now() - timedelta(days=UNREAD_DAYS)
        return max(getattr(self.reader, "read_before", window), window)

    def _key_value(self, cursor: Cursor) -> Any:
        return cursor.key if self.order == Order.TOP else _for_database(cursor.at)

    def _fetch(
        self,
        source: str,
        key: str,
        where: list[str],
        params: list[Any],
        order: str,
        limit: int,
    ) -> list[tuple[TopicRow, int]]:
        sql = _TOPICS.format(
            source=source, key=key, where=" AND ".join(where), order=order
        )
        today = _today()
        joins = (self.reader.pk or 0, today, today - timedelta(days=1))
        return [self._row(row) for row in fetch(sql, (*joins, *params, limit))]

    def _row(self, row: tuple[Any, ...]) -> tuple[TopicRow, int]:
        topic = TopicRow(
            id=row[0],
            title=row[1],
            slug=row[2],
            category=self.categories[row[3]],
            started_at=moment(row[4]),
            last_number=row[5],
            last_post_id=row[6] or 0,
            last_posted_at=moment(row[7]),
            views=row[8],
            is_story=bool(row[9]),
            is_pinned=row[10] is not None,
            is_locked=row[11] is not None,
            is_hidden=row[12] is not None,
            is_lively=row[14] >= LIVELY,
            has_poll=bool(row[17]),
            tags=tag_rows(row[18]),
            author=Person(*row[19:25]),
            last_author=Person(*row[25:31]),
            additions=row[31] or "",
        )
        key = row[16] if self.order == Order.TOP else micros(moment(row[16]))
        return self._with_unread(topic, row[15]), key

    def _with_unread(self, topic: TopicRow, mark: int | None) -> TopicRow:
        if not self.reader.is_authenticated:
            return topic
        if topic.last_posted_at <= self._unread_since():
            return topic
        if mark is None:
            return replace(topic, unread=None, first_unread=1)
        return replace(topic, unread=topic.last_number - mark, first_unread=mark + 1)


def shown_topics(
    reader: Reader, categories: Iterable[int]
) -> tuple[str, tuple[int, ...]]:
    """The condition, with its parameters, for topics `t` not hidden from this reader.

    `categories` are the ids of those that they may read and the query asks about.
    """
    moderated = rights_of(reader).moderated.intersection(categories)
    if not moderated:
        return "t.hidden_at IS NULL", ()
    if moderated.issuperset(categories):
        return "1 = 1", ()
    places = spread(len(moderated))
    return f"(t.hidden_at IS NULL OR t.category_id IN ({places}))", tuple(moderated)


def _today() -> date:
    return timezone.localdate()


def _for_database(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)
