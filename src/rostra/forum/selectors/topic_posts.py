"""The posts of a page of a topic, and the places in it worth jumping to."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from rostra.accounts.models import Guest, Reader
from rostra.accounts.signatures import are_shown, signature_html
from rostra.forum.policies import PostFacts, PostPolicy, TopicPolicy
from rostra.forum.reaction_kinds import reaction_kinds
from rostra.forum.selectors.rows import (
    Person,
    PostRow,
    Tally,
    TopicHead,
    snippet_of,
)
from rostra.foundation.keeping import Keeper
from rostra.foundation.raw import fetch, moment


@dataclass(frozen=True, slots=True)
class Signpost:
    """A place in a topic worth jumping to: a stretch of it, or a recommended post."""

    post_id: int
    number: int
    created_at: datetime
    author: str
    snippet: str
    note: str

    @property
    def url(self) -> str:
        return f"/post/{self.post_id}/"


@dataclass(frozen=True, slots=True)
class SharedPosts:
    """What is the same on a page for everybody who may see as much."""

    posts: tuple[PostRow, ...]
    recommended: tuple[Signpost, ...]
    waypoints: tuple[Signpost, ...]


SHARED: Keeper[SharedPosts] = Keeper(most=200)


def shared_posts(
    reader: Reader,
    topic: TopicHead,
    on_page: tuple[int, int],
    versions: tuple[int, ...],
) -> SharedPosts:
    """The posts from one number to another and the signposts, kept while the topic is
    unchanged."""

    def read(reader: Reader) -> SharedPosts:
        signposts = _signposts(topic)
        return SharedPosts(
            posts=_posts(reader, topic, on_page),
            recommended=tuple(s for is_recommended, s in signposts if is_recommended),
            waypoints=tuple(s for is_recommended, s in signposts if not is_recommended),
        )

    moderates = bool(TopicPolicy(reader, topic).moderate())
    # What is kept for others is never read by the author of a hidden post.
    anybody = reader if moderates else Guest()
    key = (topic.id, on_page, moderates)
    shared = SHARED.keep(key, versions, lambda: read(anybody))
    # A hidden post is read by its author: those few pages are read for them alone.
    if any(p.hidden_at and p.author.id == reader.pk for p in shared.posts):
        return read(reader)
    return shared


def as_seen_by(
    reader: Reader, posts: tuple[PostRow, ...], reactions: dict[int, str]
) -> tuple[PostRow, ...]:
    """The posts, with the reader's own, those they reacted to and those of members
    whom they ignore marked."""
    if not reader.is_authenticated:
        return posts
    marked = {reader.pk, *reader.ignored}
    return tuple(
        _marked(reader, post, reactions)
        if post.author.id in marked or post.id in reactions
        else post
        for post in posts
    )


def _marked(reader: Reader, post: PostRow, reactions: dict[int, str]) -> PostRow:
    return replace(
        post,
        is_mine=post.author.id == reader.pk,
        my_reaction=reactions.get(post.id, ""),
        # What moderators say as moderators is for everybody.
        is_folded=post.author.id in reader.ignored and not post.is_official,
    )


_POSTS = """
SELECT p.id, p.number, p.kind, p.html, p.created_at, p.revision, p.edited_at,
  e.name, p.edit_reason, p.tally, p.recommended_at, p.recommended_note,
  p.hidden_at, p.hidden_reason,
  a.id, a.name, a.slug, a.role, a.is_house, a.title, a.location, a.joined_at,
  a.post_count, a.face, a.signature, p.edited_after, p.has_poll,
  (SELECT {joined} FROM (
    SELECT DISTINCT b.id, b.number
    FROM forum_quote q JOIN forum_post b ON b.id = q.post_id
    WHERE q.quoted_post_id = p.id AND b.topic_id = p.topic_id AND b.hidden_at IS NULL
    ORDER BY b.id LIMIT 7
  ) quoting)
FROM forum_post p
JOIN accounts_user a ON a.id = p.author_id
LEFT JOIN accounts_user e ON e.id = p.edited_by_id
WHERE p.topic_id = %s AND p.number BETWEEN %s AND %s
ORDER BY p.number
"""


def _posts(
    reader: Reader, topic: TopicHead, on_page: tuple[int, int]
) -> tuple[PostRow, ...]:
    # Numbers are dense and a hidden post keeps its own, so a page is a range:
    # no COUNT, no OFFSET, and a link to a post never goes stale.
    sql = _POSTS.format(joined=_JOINED[connection.vendor])
    rows = fetch(sql, (topic.id, *on_page))
    return tuple(_signed([_post_row(reader, topic, row) for row in rows], rows))


def _signed(posts: list[PostRow], rows: Sequence[tuple[Any, ...]]) -> Iterator[PostRow]:
    """The posts, the first of each author on the page with the author's signature."""
    signed: set[int] = set() if are_shown() else {post.author.id for post in posts}
    for post, row in zip(posts, rows, strict=True):
        source = row[24]
        if source and not post.hidden_at and post.author.id not in signed:
            signed.add(post.author.id)
            yield replace(post, signature=signature_html(source))
        else:
            yield post


def _post_row(reader: Reader, topic: TopicHead, row: tuple[Any, ...]) -> PostRow:
    """A post of the posts query, without its words for those who may not read them."""
    author = Person(
        id=row[14],
        name=row[15],
        slug=row[16],
        role=row[17],
        is_house=bool(row[18]),
        title=row[19],
        location=row[20],
        joined_at=moment(row[21]),
        post_count=row[22],
        face=row[23],
    )
    hidden_at = moment(row[12])
    words = PostFacts(author.id, moment(row[4]), hidden_at)
    may_read = not hidden_at or PostPolicy(reader, words, topic).read_words()
    return PostRow(
        id=row[0],
        number=row[1],
        author=author,
        kind=row[2],
        html=row[3] if may_read else "",
        created_at=moment(row[4]),
        revision=row[5],
        edited_at=moment(row[6]),
        edited_by=row[7] or "",
        edit_reason=row[8],
        edited_after=row[25],
        quoted_in=_numbered(row[27]),
        tallies=tallies(row[9]) if may_read else (),
        recommended_at=moment(row[10]),
        recommended_note=row[11],
        hidden_at=hidden_at,
        hidden_reason=row[13],
        has_poll=bool(row[26]),
    )


_JOINED = {
    "sqlite": "group_concat(id || ' ' || number)",
    "postgresql": "string_agg(id || ' ' || number, ',')",
}


def _numbered(joined: str | None) -> tuple[tuple[int, int], ...]:
    pairs = (pair.split(" ") for pair in joined.split(",")) if joined else ()
    return tuple(sorted((int(post_id), int(number)) for post_id, number in pairs))


def tallies(counts: Any) -> tuple[Tally, ...]:
    """The reactions of a post that were used, most used first; none that are switched
    off."""
    if isinstance(counts, str):
        counts = json.loads(counts)
    if not counts:
        return ()
    kinds = reaction_kinds()
    found = [
        Tally(key, kind.label, number, kind.mark)
        for key, number in counts.items()
        if number > 0 and (kind := kinds.get(key)) and kind.is_on
    ]
    return tuple(sorted(found, key=lambda tally: -tally.number))


_SIGNPOSTS = """
SELECT p.recommended_at IS NOT NULL AND p.hidden_at IS NULL, p.id, p.number,
  p.created_at, a.name, p.html, p.recommended_note, p.hidden_at
FROM forum_post p JOIN accounts_user a ON a.id = p.author_id
WHERE p.id IN (
  SELECT id FROM (
    SELECT id FROM forum_post
    WHERE topic_id = %s AND recommended_at IS NOT NULL
    ORDER BY recommended_at DESC LIMIT 5
  ) recommended
  UNION
  SELECT id FROM forum_post WHERE topic_id = %s AND number IN (%s, %s, %s, %s)
)
ORDER BY p.number
"""


def _signposts(topic: TopicHead) -> list[tuple[bool, Signpost]]:
    # Four posts at even distances tell when each stretch of a topic was written
    # without counting anything in it.
    steps = [max(1, topic.last_number * part // 4) for part in (1, 2, 3)]
    at = {1, *steps} if topic.last_number > settings.POSTS_PER_PAGE else set()
    numbers = [*sorted(at), 0, 0, 0, 0][:4]
    rows = fetch(_SIGNPOSTS, (topic.id, topic.id, *numbers))
    found = []
    for recommended, post_id, number, created, author, html, note, hidden in rows:
        snippet = "" if hidden or not recommended else snippet_of(html)
        sign = Signpost(post_id, number, moment(created), author, snippet, note)
        if recommended:
            found.append((True, sign))
        if number in at:
            found.append((False, sign))
    return found
