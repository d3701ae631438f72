"""The lists on a member's page: posts that they wrote, began, were praised for, liked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection

from rostra.accounts.models import Reader
from rostra.forum.reaction_kinds import reaction_kinds
from rostra.forum.selectors.categories import visible_categories
from rostra.forum.selectors.cursors import Cursor, micros
from rostra.forum.selectors.rows import CategoryRow, snippet_of
from rostra.forum.selectors.topic_list import shown_topics
from rostra.foundation.raw import fetch, moment, spread

POSTS_SHOWN = 20


class Tab(StrEnum):
    """What a member's page lists."""

    POSTS = "posts"
    TOPICS = "topics"
    RECOMMENDED = "recommended"
    REACTIONS = "reactions"


@dataclass(frozen=True, slots=True)
class WrittenPost:
    """A post in a list of posts from many topics."""

    id: int
    number: int
    author_name: str
    topic_title: str
    topic_is_story: bool
    category: CategoryRow
    created_at: datetime
    snippet: str
    is_recommended: bool
    reaction: str
    """What the member said about it, in the list of such; else empty."""
    key: int
    """Where it stands in its list."""

    @property
    def url(self) -> str:
        return f"/post/{self.id}/"


@dataclass(frozen=True, slots=True)
class WrittenPosts:
    """A page of such posts, and where the list goes on in both directions."""

    posts: tuple[WrittenPost, ...]
    before: Cursor | None
    after: Cursor | None


class _List(NamedTuple):
    """How a tab is read: always backwards along one index of the member's own rows."""

    source: str
    whose: str
    time: str
    row_id: str


_WROTE = "forum_post p JOIN forum_topic t ON t.id = p.topic_id"
_LISTS = {
    Tab.POSTS: _List(_WROTE, "p.author_id = %s", "p.created_at", "p.id"),
    Tab.RECOMMENDED: _List(
        _WROTE,
        "p.author_id = %s AND p.recommended_at IS NOT NULL",
        "p.recommended_at",
        "p.id",
    ),
    Tab.TOPICS: _List(
        "forum_topic t JOIN forum_post p ON p.topic_id = t.id AND p.number = 1",
        "t.author_id = %s",
        "",
        "t.id",
    ),
    Tab.REACTIONS: _List(
        "forum_reaction r JOIN forum_post p ON p.id = r.post_id "
        "JOIN forum_topic t ON t.id = p.topic_id",
        "r.user_id = %s",
        "",
        "r.post_id",
    ),
}

COLUMNS = """
p.id, p.number, a.name, t.title, t.is_story, t.category_id, p.created_at, p.html,
p.recommended_at
"""
"""What written_post makes a post of, with the reaction and the key behind them."""

_POSTS = """
SELECT {columns}, {reaction}, {row_id}
FROM {source} JOIN accounts_user a ON a.id = p.author_id
WHERE {whose} AND p.hidden_at IS NULL AND t.category_id IN ({places})
  AND {hidden} {going_on}
ORDER BY {order}
LIMIT %s
"""


def posts_of(
    reader: Reader, member_id: int, tab: Tab, cursor: Cursor | None
) -> WrittenPosts:
    """A page of a member's list, of what the reader may see: one query, however long."""
    rows = _rows(reader, member_id, tab, cursor)
    more = len(rows) > POSTS_SHOWN
    rows = rows[:POSTS_SHOWN]
    backwards = bool(cursor and cursor.is_backwards)
    if backwards:
        rows.reverse()
    is_timed = bool(_LISTS[tab].time)
    return WrittenPosts(
        posts=tuple(rows),
        before=_edge(rows[-1:], is_timed, more or backwards),
        after=_edge(rows[:1], is_timed, bool(cursor) and (more or not backwards)),
    )


def _rows(
    reader: Reader, member_id: int, tab: Tab, cursor: Cursor | None
) -> list[WrittenPost]:
    places = {category.id: category for category in visible_categories(reader)}
    if not places:
        return []
    how = _LISTS[tab]
    shown, moderated = shown_topics(reader, places)
    backwards = bool(cursor and cursor.is_backwards)
    going_on, from_there = _going_on(how, cursor)
    way = "ASC" if backwards else "DESC"
    keys = [key for key in (how.time, how.row_id) if key]
    sql = _POSTS.format(
        columns=COLUMNS,
        reaction="r.kind" if tab == Tab.REACTIONS else "''",
        row_id=how.time or how.row_id,
        source=how.source,
        whose=how.whose,
        places=spread(len(places)),
        hidden=shown,
        going_on=going_on,
        order=", ".join(f"{key} {way}" for key in keys),
    )
    params = (member_id, *places, *moderated, *from_there, POSTS_SHOWN + 1)
    return [written_post(places, row) for row in fetch(sql, params)]


def _going_on(how: _List, cursor: Cursor | None) -> tuple[str, tuple[Any, ...]]:
    if cursor is None:
        return "", ()
    sign = ">" if cursor.is_backwards else "<"
    if not how.time:
        return f"AND {how.row_id} {sign} %s", (cursor.id,)
    at = connection.ops.adapt_datetimefield_value(cursor.at)
    return f"AND ({how.time}, {how.row_id}) {sign} (%s, %s)", (at, cursor.id)


def _edge(rows: list[WrittenPost], is_timed: bool, is_there: bool) -> Cursor | None:
    if not rows or not is_there:
        return None
    row = rows[0]
    return Cursor(row.key, row.id) if is_timed else Cursor(0, row.key)


def written_post(places: dict[int, CategoryRow], row: tuple[Any, ...]) -> WrittenPost:
    """A post of a query for COLUMNS, a reaction and a key: a time or an id."""
    key = row[10]
    return WrittenPost(
        id=row[0],
        number=row[1],
        author_name=row[2],
        topic_title=row[3],
        topic_is_story=bool(row[4]),
        category=places[row[5]],
        created_at=moment(row[6]),
        snippet=snippet_of(row[7], 280),
        is_recommended=row[8] is not None,
        reaction=_word(row[9]) if row[9] else "",
        key=key if isinstance(key, int) else micros(moment(key)),
    )


def _word(key: str) -> str:
    kind = reaction_kinds().get(key)
    return kind.label if kind else key
