"""Where in a topic its story changed, and which version each reply answered."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from rostra.forum.selectors.rows import PostRow
from rostra.forum.selectors.topic_page import TopicPage
from rostra.foundation.keeping import Keeper
from rostra.foundation.raw import fetch, moment
from rostra.news.models.story import KEY


@dataclass(frozen=True, slots=True)
class Turn:
    """A version, as a line between the posts before and after it."""

    number: int
    kind: str
    note: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Stream:
    """The versions of a story by their times, beside the posts of one page."""

    turns: tuple[Turn, ...]
    answered: dict[int, int]
    """Post id → the number of the version that it answered."""
    before: dict[int, tuple[Turn, ...]]
    """Post id → what happened between it and the post before."""
    after: tuple[Turn, ...]
    """What happened since the last post of the page."""


_NOTHING = Stream((), {}, {}, ())
_KEPT: Keeper[Stream] = Keeper(most=200)

_TURNS = """
SELECT v.number, v.kind, v.note, v.made_at
FROM news_story s
JOIN forum_post o ON o.topic_id = s.topic_id AND o.number = 1 AND o.hidden_at IS NULL
JOIN news_storyversion v ON v.story_id = s.id
WHERE s.topic_id = %s
UNION ALL
SELECT 0, '', '', p.created_at FROM forum_post p WHERE p.topic_id = %s AND p.number = %s
ORDER BY 1
"""


def stream_of(page: TopicPage) -> Stream:
    """The story's versions beside the posts of a page: one query, none while nothing
    changed, and none in topics whose story has one version or that have no story."""
    if KEY not in page.topic.additions.split():
        return _NOTHING
    first = page.posts[0].number if page.posts else 0
    key = (page.topic.id, first, page.last_shown)
    return _KEPT.keep(key, page.versions, lambda: _read(page.topic.id, page.posts))


def forget_kept() -> None:
    """For tests, whose changes no version tells of."""
    _KEPT.clear()


def _read(topic_id: int, posts: tuple[PostRow, ...]) -> Stream:
    first = posts[0].number if posts else 0
    rows = fetch(_TURNS, (topic_id, topic_id, first - 1))
    turns = [Turn(number, kind, note, moment(at)) for number, kind, note, at in rows]
    if turns and turns[0].number == 0:
        before, *turns = turns
        seen = _at(turns, before.made_at)
    else:
        seen = 1
    if len(turns) < 2:
        return _NOTHING
    answered, between = {}, {}
    for post in posts:
        now = _at(turns, post.created_at)
        answered[post.id] = turns[now - 1].number
        if now > seen:
            between[post.id] = _told(turns[seen:now])
            seen = now
    return Stream(tuple(turns), answered, between, _told(turns[seen:]))


def _at(turns: list[Turn], when: datetime) -> int:
    """How many versions there were at a time; the first was always there."""
    return max(1, bisect_right(turns, when, key=attrgetter("made_at")))


def _told(turns: list[Turn]) -> tuple[Turn, ...]:
    """Each correction, and of several updates next to each other the last: agencies send
    ten in an hour."""
    told: list[Turn] = []
    for turn in turns:
        if told and told[-1].kind == turn.kind == "updated":
            told.pop()
        told.append(turn)
    return tuple(told)
