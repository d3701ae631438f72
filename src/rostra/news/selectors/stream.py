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
    topic_id: int
    """Under which its versions are read."""
    has_words: bool
    """Whether they can be read there; nothing is left of a withdrawn story."""
    headline: str = ""
    """Of a story that came along when its topic was merged into this one."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The versions of a topic's stories by their times, beside the posts of one page."""

    answered: dict[int, Turn]
    """Post id → the version of the story above that it answered."""
    before: dict[int, tuple[Turn, ...]]
    """Post id → what happened between it and the post before."""
    after: tuple[Turn, ...]
    """What happened since the last post of the page."""


_NOTHING = Stream({}, {}, ())
_KEPT: Keeper[Stream] = Keeper(most=200)

# A story stays with the topic it began in; its opening post goes where moderators put it.
_TURNS = """
SELECT v.number, v.kind, v.note, v.made_at, s.topic_id, s.status <> 'withdrawn',
  s.headline, o.number
FROM (SELECT id FROM forum_topic WHERE id = %s
  UNION ALL SELECT id FROM forum_topic WHERE merged_into_id = %s) t
JOIN news_story s ON s.topic_id = t.id
JOIN forum_post o ON o.id = COALESCE(s.post_id, (SELECT p.id FROM forum_post p
  WHERE p.topic_id = s.topic_id AND p.number = 1))
JOIN news_storyversion v ON v.story_id = s.id
WHERE o.topic_id = %s AND o.hidden_at IS NULL
UNION ALL
SELECT 0, '', '', p.created_at, 0, false, '', 0
FROM forum_post p WHERE p.topic_id = %s AND p.number = %s
"""


def stream_of(page: TopicPage) -> Stream:
    """The versions of stories beside the posts of a page: one query, none while nothing
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
    own, others, since = _turns(topic_id, first)
    lines = sorted([*own[1:], *others], key=attrgetter("made_at", "number"))
    if not lines:
        return _NOTHING
    seen = _until(lines, since) if since else 0
    answered, between = {}, {}
    for post in posts:
        if len(own) > 1:
            # The first version was always there.
            answered[post.id] = own[max(1, _until(own, post.created_at)) - 1]
        now = _until(lines, post.created_at)
        if now > seen:
            between[post.id] = _told(lines[seen:now])
            seen = now
    return Stream(answered, between, _told(lines[seen:]))


def _turns(topic_id: int, first: int) -> tuple[list[Turn], list[Turn], datetime | None]:
    """The versions of the story that opens a topic, the changes of others in it, and when
    the post before the first of the page was written."""
    own, others, since = [], [], None
    topics = (topic_id, topic_id, topic_id, topic_id)
    for number, kind, note, at, place, has_words, headline, post_number in fetch(
        _TURNS, (*topics, first - 1)
    ):
        told = number, kind, note, moment(at), place, bool(has_words)
        if not number:
            since = moment(at)
        elif post_number == 1:
            own.append(Turn(*told))
        elif number > 1:
            others.append(Turn(*told, headline))
    own.sort(key=attrgetter("number"))
    return own, others, since


def _until(turns: list[Turn], when: datetime) -> int:
    """How many there were at a time."""
    return bisect_right(turns, when, key=attrgetter("made_at"))


def _told(turns: list[Turn]) -> tuple[Turn, ...]:
    """Each correction, and of several updates next to each other the last: agencies send
    ten in an hour."""
    told: list[Turn] = []
    for turn in turns:
        last = told[-1] if told else turn
        is_next = last is not turn and last.topic_id == turn.topic_id
        if is_next and last.kind == turn.kind == "updated":
            told.pop()
        told.append(turn)
    return tuple(told)
