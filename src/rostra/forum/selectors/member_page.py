"""A member's page: who they are and what they wrote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from rostra.accounts.models import Reader, User
from rostra.forum.selectors.categories import visible_categories
from rostra.forum.selectors.cursors import Cursor, micros
from rostra.forum.selectors.rows import CategoryRow, Person, snippet_of
from rostra.forum.selectors.topic_list import shown_topics
from rostra.foundation.raw import fetch, moment, spread
from rostra.foundation.visibility import NotVisible

POSTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class WrittenPost:
    """A post in the list of what a member wrote."""

    id: int
    number: int
    topic_title: str
    topic_is_story: bool
    category: CategoryRow
    created_at: datetime
    snippet: str
    is_recommended: bool

    @property
    def url(self) -> str:
        return f"/post/{self.id}/"


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A member, as one reader sees them."""

    reader: Reader
    person: Person
    about: str
    """Plain text."""
    is_placeholder: bool
    posts: tuple[WrittenPost, ...]
    before: Cursor | None
    after: Cursor | None


def member_page(
    *, reader: Reader, member_id: int, cursor: Cursor | None = None
) -> MemberPage:
    """A member and one page of their posts: two queries, however many they wrote.

    Only posts that the reader may see are among them. Raises NotVisible if there is
    no such member.
    """
    member = User.objects.filter(pk=member_id, awaits_approval=False).first()
    if member is None:
        raise NotVisible("member")
    rows = _written(reader, member_id, cursor)
    more = len(rows) > POSTS_SHOWN
    rows = rows[:POSTS_SHOWN]
    backwards = bool(cursor and cursor.is_backwards)
    if backwards:
        rows.reverse()
    return MemberPage(
        reader=reader,
        person=_person(member),
        about=member.about,
        is_placeholder=member.is_placeholder,
        posts=tuple(rows),
        before=_edge(rows[-1:], more or backwards),
        after=_edge(rows[:1], bool(cursor) and (more or not backwards)),
    )


def _person(member: User) -> Person:
    return Person(
        id=member.pk,
        name=member.name,
        slug=member.slug,
        role=member.role,
        is_house=member.is_house,
        face=member.face,
        title=member.title,
        location=member.location,
        joined_at=member.joined_at,
        post_count=member.post_count,
    )


def _edge(rows: list[WrittenPost], is_there: bool) -> Cursor | None:
    if not rows or not is_there:
        return None
    return Cursor(micros(rows[0].created_at), rows[0].id)


_WRITTEN = """
SELECT p.id, p.number, t.title, t.is_story, t.category_id, p.created_at, p.html,
  p.recommended_at
FROM forum_post p JOIN forum_topic t ON t.id = p.topic_id
WHERE p.author_id = %s AND p.hidden_at IS NULL AND t.category_id IN ({places})
  AND {hidden} {going_on}
ORDER BY p.created_at {way}, p.id {way}
LIMIT %s
"""


def _written(
    reader: Reader, member_id: int, cursor: Cursor | None
) -> list[WrittenPost]:
    places = {category.id: category for category in visible_categories(reader)}
    if not places:
        return []
    backwards = bool(cursor and cursor.is_backwards)
    sign = ">" if backwards else "<"
    shown, moderated = shown_topics(reader, places)
    sql = _WRITTEN.format(
        places=spread(len(places)),
        hidden=shown,
        going_on=f"AND (p.created_at, p.id) {sign} (%s, %s)" if cursor else "",
        way="ASC" if backwards else "DESC",
    )
    params: list[Any] = [member_id, *places, *moderated]
    if cursor:
        params += [connection.ops.adapt_datetimefield_value(cursor.at), cursor.id]
    rows = fetch(sql, (*params, POSTS_SHOWN + 1))
    return [_written_post(places, row) for row in rows]


def _written_post(places: dict[int, CategoryRow], row: tuple[Any, ...]) -> WrittenPost:
    return WrittenPost(
        id=row[0],
        number=row[1],
        topic_title=row[2],
        topic_is_story=bool(row[3]),
        category=places[row[4]],
        created_at=moment(row[5]),
        snippet=snippet_of(row[6], 280),
        is_recommended=row[7] is not None,
    )
