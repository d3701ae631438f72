"""Everything the topic page shows."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from rostra.accounts.models import Reader
from rostra.forum.policies import PostPolicy, TopicPolicy
from rostra.forum.selectors.pages import Pages
from rostra.forum.selectors.rows import (
    REACTIONS,
    CategoryRow,
    Person,
    PostRow,
    Tally,
    snippet_of,
)
from rostra.foundation.raw import fetch, moment
from rostra.foundation.verdicts import Verdict
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible


@dataclass(frozen=True, slots=True)
class TopicHead:
    """What stands above the posts."""

    id: int
    title: str
    slug: str
    category: CategoryRow
    author: Person
    started_at: datetime
    last_number: int
    last_post_id: int
    last_posted_at: datetime
    views: int
    is_story: bool
    language: str
    pinned_at: datetime | None
    locked_at: datetime | None
    lock_reason: str
    hidden_at: datetime | None
    merged_into_id: int | None
    tags: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"/topic/{self.id}-{self.slug}/"

    @property
    def replies(self) -> int:
        return max(self.last_number - 1, 0)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """Text that was not sent yet, as the composer takes it up again."""

    source: str
    title: str
    saved_at: datetime
    client_token: str


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
class TopicPage:
    """One page of a topic, as one reader sees it."""

    reader: Reader
    versions: tuple[int, ...]
    """Of the topic and the site, from before anything was read."""
    topic: TopicHead
    posts: tuple[PostRow, ...]
    pages: Pages
    read_up_to: int
    """The number of the last post the reader had read before; guests have read all."""
    is_following: bool
    draft: DraftRow | None
    recommended: tuple[Signpost, ...]
    waypoints: tuple[Signpost, ...]
    reply: Verdict
    react: Verdict
    moderate: Verdict

    @property
    def first_unread(self) -> int:
        """The number of the first post the reader has not read, or 0."""
        following = self.read_up_to + 1
        return following if following <= self.topic.last_number else 0

    def same_for(self, post: PostRow) -> tuple[int, ...] | None:
        """Readers for whom this is equal see the post alike; None for nobody else."""
        if post.is_mine or post.my_reaction or not self.reader.is_authenticated:
            return None
        return (post.id, bool(self.react), bool(self.reply), bool(self.moderate))

    @property
    def is_first(self) -> bool:
        return self.pages.number == 1

    @property
    def last_shown(self) -> int:
        """The number of the last post on this page, or 0."""
        return self.posts[-1].number if self.posts else 0


@dataclass(frozen=True, slots=True)
class _Mine:
    """What the topic query found out about this reader."""

    read_up_to: int
    is_following: bool
    draft: DraftRow | None


def topic_page(*, reader: Reader, topic_id: int, number: int = 1) -> TopicPage:
    """One page of a topic: three queries, however long the topic and the forum.

    `number` counts pages from 1; one past the end gives the last page. Raises
    NotVisible if there is no such topic for this reader.
    """
    versions = current_versions(("site", f"topic:{topic_id}"))
    topic, mine = _topic(reader, topic_id)
    if not TopicPolicy(reader, topic).read():
        raise NotVisible("topic")
    pages = Pages(
        number=min(number, _page_of(topic.last_number)),
        last=_page_of(topic.last_number),
        url=topic.url,
    )
    signposts = _signposts(topic)
    return TopicPage(
        reader=reader,
        versions=versions,
        topic=topic,
        posts=_posts(reader, topic, pages.number),
        pages=pages,
        read_up_to=mine.read_up_to,
        is_following=mine.is_following,
        draft=mine.draft,
        recommended=tuple(s for is_recommended, s in signposts if is_recommended),
        waypoints=tuple(s for is_recommended, s in signposts if not is_recommended),
        reply=TopicPolicy(reader, topic).reply(),
        react=TopicPolicy(reader, topic).react(),
        moderate=TopicPolicy(reader, topic).moderate(),
    )


def _page_of(number: int) -> int:
    return max(number - 1, 0) // settings.POSTS_PER_PAGE + 1


_TOPIC = """
SELECT t.id, t.title, t.slug, t.started_at, t.last_number, t.last_post_id,
  t.last_posted_at, t.views, t.is_story, t.language, t.pinned_at, t.locked_at,
  t.lock_reason, t.hidden_at, t.merged_into_id, t.tag_names,
  c.id, c.name, c.slug, c.description, c.audience, c.topic_count, c.post_count,
  a.id, a.name, a.slug, a.role, a.is_house,
  m.number, f.id, d.source, d.title, d.saved_at, d.client_token
FROM forum_topic t
JOIN forum_category c ON c.id = t.category_id
JOIN accounts_user a ON a.id = t.author_id
LEFT JOIN forum_readmark m ON m.user_id = %s AND m.topic_id = t.id
LEFT JOIN forum_follow f ON f.user_id = %s AND f.topic_id = t.id
LEFT JOIN forum_draft d ON d.owner_id = %s AND d.place = %s
WHERE t.id = %s
"""


def _topic(reader: Reader, topic_id: int) -> tuple[TopicHead, _Mine]:
    me = reader.pk or 0
    rows = fetch(_TOPIC, (me, me, me, f"topic:{topic_id}", topic_id))
    if not rows:
        raise NotVisible("topic")
    row = rows[0]
    topic = TopicHead(
        id=row[0],
        title=row[1],
        slug=row[2],
        started_at=moment(row[3]),
        last_number=row[4],
        last_post_id=row[5] or 0,
        last_posted_at=moment(row[6]),
        views=row[7],
        is_story=bool(row[8]),
        language=row[9],
        pinned_at=moment(row[10]),
        locked_at=moment(row[11]),
        lock_reason=row[12],
        hidden_at=moment(row[13]),
        merged_into_id=row[14],
        tags=tuple(json.loads(row[15]) if isinstance(row[15], str) else row[15]),
        category=CategoryRow(*row[16:23]),
        author=Person(*row[23:28]),
    )
    return topic, _mine(reader, topic, row[28:])


def _mine(reader: Reader, topic: TopicHead, row: tuple[Any, ...]) -> _Mine:
    mark, follow, source, title, saved_at, token = row
    if not reader.is_authenticated:
        return _Mine(read_up_to=topic.last_number, is_following=False, draft=None)
    draft = None
    if saved_at is not None:
        draft = DraftRow(source, title, moment(saved_at), token)
    # A topic last posted in before "mark all as read" counts as read to its end.
    all_read = topic.last_posted_at <= reader.read_before
    return _Mine(
        read_up_to=topic.last_number if all_read else (mark or 0),
        is_following=follow is not None,
        draft=draft,
    )


_POSTS = """
SELECT p.id, p.number, p.kind, p.html, p.created_at, p.revision, p.edited_at,
  e.name, p.edit_reason, p.tally, p.recommended_at, p.recommended_note,
  p.hidden_at, p.hidden_reason, r.kind,
  a.id, a.name, a.slug, a.role, a.is_house, a.title, a.location, a.joined_at,
  a.post_count
FROM forum_post p
JOIN accounts_user a ON a.id = p.author_id
LEFT JOIN accounts_user e ON e.id = p.edited_by_id
LEFT JOIN forum_reaction r ON r.user_id = %s AND r.post_id = p.id
WHERE p.topic_id = %s AND p.number BETWEEN %s AND %s
ORDER BY p.number
"""


def _posts(reader: Reader, topic: TopicHead, page: int) -> tuple[PostRow, ...]:
    # Numbers are dense and a hidden post keeps its own, so a page is a range:
    # no COUNT, no OFFSET, and a link to a post never goes stale.
    first = (page - 1) * settings.POSTS_PER_PAGE + 1
    last = page * settings.POSTS_PER_PAGE
    rows = fetch(_POSTS, (reader.pk or 0, topic.id, first, last))
    return tuple(post_row(reader, topic, row) for row in rows)


@dataclass(frozen=True, slots=True)
class _Words:
    """As much of a post as PostPolicy asks about."""

    author_id: int
    hidden_at: datetime | None


def post_row(reader: Reader, topic: TopicHead, row: tuple[Any, ...]) -> PostRow:
    """A post of the posts query, without its words for those who may not read them."""
    author = Person(
        id=row[15],
        name=row[16],
        slug=row[17],
        role=row[18],
        is_house=bool(row[19]),
        title=row[20],
        location=row[21],
        joined_at=moment(row[22]),
        post_count=row[23],
    )
    hidden_at = moment(row[12])
    words = _Words(author.id, hidden_at)
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
        tallies=tallies(row[9]) if may_read else (),
        recommended_at=moment(row[10]),
        recommended_note=row[11],
        hidden_at=hidden_at,
        hidden_reason=row[13],
        my_reaction=row[14] or "",
        is_mine=reader.is_authenticated and author.id == reader.pk,
    )


def tallies(counts: Any) -> tuple[Tally, ...]:
    """The reactions of a post that were used, most used first."""
    if isinstance(counts, str):
        counts = json.loads(counts)
    found = [Tally(k, str(REACTIONS[k]), n) for k, n in counts.items() if n > 0]
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
