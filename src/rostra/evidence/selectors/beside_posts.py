"""The sources and requests that stand under posts, for a page of a topic."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from rostra.evidence.addresses import archive_of, host_of
from rostra.forum.selectors.topic_page import PostPlace, TopicPage
from rostra.foundation.keeping import Keeper
from rostra.foundation.raw import fetch, moment


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as a line under a post."""

    id: int
    source_id: int
    words: str
    """Its title, or the host if nobody gave one."""
    publisher: str
    address: str
    found: str
    health: str

    @property
    def archive(self) -> str:
        return archive_of(self.address)

    @property
    def is_dead(self) -> bool:
        return self.health == "dead"


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request as it stands under a post and beside the topic."""

    id: int
    post_id: int
    number: int
    author: str
    words: str
    state: str
    reason: str
    asked_at: datetime
    asked: int
    """How many members ask."""
    accepted: int
    """How many of them say that the source answers it."""
    askers: frozenset[int] = frozenset()
    """Who they are; each is shown only that they ask themselves."""
    answer: SourceLine | None = None
    """If it is among the sources that were read with it."""

    @property
    def url(self) -> str:
        return f"/source-request/{self.id}/"


@dataclass(frozen=True, slots=True)
class Below:
    """What stands under one post."""

    sources: list[SourceLine] = field(default_factory=list)
    requests: list[RequestLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a page of a topic shows."""

    posts: Mapping[int, Below]
    wanted: tuple[RequestLine, ...]
    """Open requests of the whole topic, oldest post first."""


_KEPT: Keeper[Evidence] = Keeper(most=200)

_LINES = """
SELECT 1, u.post_id, p.number, '', u.id, u.title, u.found, u.added_at,
  u.source_id, 0, u.place, COALESCE(NULLIF(u.publisher, ''), s.site_name), s.address, s.health, s.title, ''
FROM forum_post p
JOIN evidence_postsource u ON u.post_id = p.id
JOIN evidence_source s ON s.id = u.source_id
WHERE p.topic_id = %s AND p.hidden_at IS NULL AND p.number BETWEEN %s AND %s
UNION ALL
SELECT 2, r.post_id, p.number, a.name, r.id, r.words, r.state, r.asked_at,
  (SELECT COUNT(*) FROM evidence_asking k WHERE k.request_id = r.id),
  (SELECT COUNT(*) FROM evidence_asking k WHERE k.request_id = r.id AND k.is_answered),
  COALESCE(r.answer_id, 0), r.reason, '', '', '',
  COALESCE((SELECT {joined} FROM evidence_asking k WHERE k.request_id = r.id), '')
FROM forum_post p
JOIN accounts_user a ON a.id = p.author_id
JOIN evidence_sourcerequest r ON r.post_id = p.id
WHERE p.topic_id = %s AND p.hidden_at IS NULL
  AND (p.number BETWEEN %s AND %s OR r.state = 'open')
ORDER BY 1, 3, 11, 5
"""

_JOINED = {
    "sqlite": "group_concat(k.member_id)",
    "postgresql": "string_agg(CAST(k.member_id AS text), ',')",
}


def evidence_on(page: TopicPage) -> Evidence:
    """What stands under the posts of a page that a reader may see, and what is wanted in
    its topic: one query, none while nothing changed. Hidden posts have nothing."""
    first = page.posts[0].number if page.posts else 0
    numbers = (page.topic.id, first, page.last_shown)
    return _KEPT.keep(numbers, page.versions, lambda: _read(*numbers))


def asked_by_reader(place: PostPlace) -> frozenset[int]:
    """The open requests on a post that its reader asks, too: read as `evidence_on`."""
    page, post = place
    below = evidence_on(page).posts.get(post.id)
    lines = below.requests if below else ()
    me = page.reader.pk
    return frozenset(
        line.id for line in lines if line.state == "open" and me in line.askers
    )


def forget_kept() -> None:
    """For tests, whose changes no version tells of."""
    _KEPT.clear()


def _read(topic_id: int, first: int, last: int) -> Evidence:
    posts: defaultdict[int, Below] = defaultdict(Below)
    wanted, sources = [], {}
    sql = _LINES.format(joined=_JOINED[connection.vendor])
    for kind, post_id, number, *row in fetch(sql, (topic_id, first, last) * 2):
        below = posts[post_id]
        if kind == 1:
            source = sources[row[1]] = _source(row)
            below.sources.append(source)
            continue
        line = _request(post_id, number, row, sources)
        if first <= number <= last:
            below.requests.append(line)
        if line.state == "open":
            wanted.append(line)
    return Evidence(dict(posts), tuple(wanted))


def _source(row: list[Any]) -> SourceLine:
    _name, pk, title, found, _at, source_id, _zero, _place, publisher, *page = row
    address, health, said, _askers = page
    words = title or said or host_of(address)
    return SourceLine(pk, source_id, words, publisher, address, found, health)


def _request(
    post_id: int, number: int, row: list[Any], sources: Mapping[int, SourceLine]
) -> RequestLine:
    name, pk, words, state, at, asked, accepted, answer_id, reason, *rest = row
    return RequestLine(
        id=pk,
        post_id=post_id,
        number=number,
        author=name,
        words=words,
        state=state,
        reason=reason,
        asked_at=moment(at),
        asked=asked,
        accepted=accepted,
        askers=frozenset(int(one) for one in rest[-1].split(",") if one),
        answer=sources.get(answer_id),
    )
