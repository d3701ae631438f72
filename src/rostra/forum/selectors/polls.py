"""Polls as pages show them: what is asked, and how the votes stand for who may know."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from rostra.accounts.models import Reader
from rostra.forum.models import Poll
from rostra.forum.policies import PollPolicy, PostFacts
from rostra.forum.poll_counts import Round, leaders
from rostra.forum.selectors.rows import PostRow, TopicHead
from rostra.foundation.raw import fetch, moment, spread
from rostra.foundation.verdicts import Verdict


class OptionLine(NamedTuple):
    """An option with its votes, as a line of the results."""

    words: str
    votes: int
    percent: int
    """Of the voters, rounded."""
    mine: int
    """Which choice of the reader it is, from 1; 0 if it is none."""
    out_in: int
    """The round of a ranked poll after which it went out; 0 if it did not."""


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll on a page, as one reader sees it."""

    id: int
    post_id: int
    author_id: int
    question: str
    kind: str
    options: tuple[str, ...]
    shown: str
    is_public: bool
    closes_at: datetime | None
    closed_at: datetime | None
    closed_by: str
    is_imported: bool
    voters: int
    rounds: tuple[Round, ...]
    """Empty for those who are not shown how the votes stand."""
    chosen: tuple[int, ...]
    """The places of what this reader voted for, the best first."""
    vote: Verdict
    results: Verdict
    see_voters: Verdict
    close: Verdict
    error: str = ""
    """Why what the reader just sent was refused."""
    sent: dict[int, str] | None = None
    """What the reader just sent, by the place of the option, if it was refused."""

    @property
    def is_ranked(self) -> bool:
        return self.kind == Poll.Kind.RANKED

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def lines(self) -> list[OptionLine]:
        """The options with their votes, in the order in which they were written; those
        of a ranked poll by how far they came."""
        lines = [self._line(place) for place in range(len(self.options))]
        if self.is_ranked:
            lines.sort(key=lambda line: (-(line.out_in or 99), -line.votes))
        return lines

    @property
    def winners(self) -> list[str]:
        """The options in front: more than one if they are even."""
        return [self.options[place] for place in leaders(self.rounds)]

    def place_of(self, option: int) -> str:
        """What stands in the field of an option: its place, `1` for the best, or ""."""
        if self.sent is not None:
            return self.sent.get(option, "")
        return str(self.chosen.index(option) + 1) if option in self.chosen else ""

    def _line(self, place: int) -> OptionLine:
        standing = [votes[place] for votes in self.rounds if votes[place] is not None]
        votes = (standing[-1] if standing else 0) or 0
        is_out = self.is_ranked and len(standing) < len(self.rounds)
        return OptionLine(
            words=self.options[place],
            votes=votes,
            percent=(200 * votes + self.voters) // (2 * self.voters or 1),
            mine=self.chosen.index(place) + 1 if place in self.chosen else 0,
            out_in=len(standing) if is_out else 0,
        )


_POLLS = """
SELECT q.id, q.post_id, q.question, q.kind, q.options, q.shown, q.is_public,
  q.closes_at, q.closed_at, c.name, q.is_imported, q.voters, q.rounds, v.choices
FROM forum_poll q
LEFT JOIN accounts_user c ON c.id = q.closed_by_id
LEFT JOIN forum_pollvote v ON v.poll_id = q.id AND v.user_id = %s
WHERE q.post_id IN ({places})
"""


@dataclass(frozen=True, slots=True)
class _Rules:
    """As much of a poll as PollPolicy asks about."""

    shown: str
    is_public: bool
    closes_at: datetime | None
    closed_at: datetime | None


def polls_of(
    *, reader: Reader, topic: TopicHead, posts: Iterable[PostRow]
) -> dict[int, PollRow]:
    """The polls of these posts of a topic, by the post's id: no query if none has one,
    else one.

    The topic and the posts are not looked at: ask only for those the reader may see.
    """
    asked = {post.id: post for post in posts if post.has_poll and post.html}
    if not asked:
        return {}
    sql = _POLLS.format(places=spread(len(asked)))
    rows = fetch(sql, (reader.pk or 0, *asked))
    return {row[1]: _poll(reader, topic, asked[row[1]], row) for row in rows}


def _poll(
    reader: Reader, topic: TopicHead, post: PostRow, row: tuple[Any, ...]
) -> PollRow:
    closes_at, closed_at, now = moment(row[7]), moment(row[8]), timezone.now()
    if closes_at and closes_at <= now:
        closed_at = closed_at or closes_at
    rules = _Rules(row[5], bool(row[6]), closes_at, closed_at)
    words = PostFacts(post.author.id, post.created_at, post.hidden_at)
    policy = PollPolicy(reader, rules, words, topic, now)
    chosen = tuple(map(int, (row[13] or "").split()))
    results = policy.results(bool(chosen))
    return PollRow(
        id=row[0],
        post_id=row[1],
        author_id=post.author.id,
        question=row[2],
        kind=row[3],
        options=tuple(_json(row[4])),
        shown=row[5],
        is_public=rules.is_public,
        closes_at=closes_at,
        closed_at=closed_at,
        closed_by=row[9] or "",
        is_imported=bool(row[10]),
        voters=row[11],
        rounds=tuple(_json(row[12])) if results else (),
        chosen=chosen,
        vote=policy.vote(),
        results=results,
        see_voters=policy.voters(bool(chosen)),
        close=policy.close(),
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
