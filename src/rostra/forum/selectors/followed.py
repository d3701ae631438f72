"""What was written last by the members whom one follows."""

from typing import Any

from django.db import connection

from rostra.accounts.models import TieKind, User
from rostra.forum.selectors.categories import visible_categories
from rostra.forum.selectors.cursors import Cursor
from rostra.forum.selectors.member_posts import (
    COLUMNS,
    POSTS_SHOWN,
    WrittenPosts,
    written_post,
)
from rostra.forum.selectors.topic_list import shown_topics
from rostra.foundation.raw import fetch, spread

_NEWEST = """
SELECT q.id FROM forum_post q JOIN forum_topic t ON t.id = q.topic_id
WHERE q.author_id = f.member_id AND q.hidden_at IS NULL
  AND t.category_id IN ({places}) AND {hidden} {going_on}
ORDER BY q.created_at DESC, q.id DESC
LIMIT %s
"""
"""The page's worth of posts of one member, along the index of what they wrote."""

_AMONG = {"sqlite": "p.id IN ({})", "postgresql": "p.id = ANY(ARRAY({}))"}
"""How each database finds rows by the ids of a query about another row, by index."""

_POSTS = """
SELECT {columns}, '', p.created_at
FROM accounts_tie f
JOIN forum_post p ON {among}
JOIN forum_topic t ON t.id = p.topic_id
JOIN accounts_user a ON a.id = p.author_id
WHERE f.owner_id = %s AND f.kind = %s
ORDER BY p.created_at DESC, p.id DESC
LIMIT %s
"""


def posts_of_followed(*, reader: User, cursor: Cursor | None = None) -> WrittenPosts:
    """A page of the latest posts of everybody the reader follows: one query.

    It reads a page's worth of each of them (200 at most), however much they wrote, and
    only what the reader may see.
    """
    places = {category.id: category for category in visible_categories(reader)}
    if not places:
        return WrittenPosts((), None, None)
    shown, moderated = shown_topics(reader, places)
    newest = _NEWEST.format(
        places=spread(len(places)),
        hidden=shown,
        going_on="AND (q.created_at, q.id) < (%s, %s)" if cursor else "",
    )
    sql = _POSTS.format(columns=COLUMNS, among=_AMONG[connection.vendor].format(newest))
    most = POSTS_SHOWN + 1
    params: list[Any] = [*places, *moderated]
    if cursor:
        params += [connection.ops.adapt_datetimefield_value(cursor.at), cursor.id]
    params += [most, reader.pk, TieKind.FOLLOW, most]
    posts = tuple(written_post(places, row) for row in fetch(sql, tuple(params)))
    last = posts[:POSTS_SHOWN][-1:]
    return WrittenPosts(
        posts=posts[:POSTS_SHOWN],
        before=Cursor(last[0].key, last[0].id) if len(posts) == most else None,
        after=None,
    )
