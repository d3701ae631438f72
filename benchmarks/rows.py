"""The rows of one topic's posts, with rendered HTML out of a pool."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple

from benchmarks.filling import MEMBERS
from benchmarks.words import (
    BODIES,
    QUOTED_ID,
    QUOTED_NAME,
    QUOTING,
    body,
    member_name,
    quoting,
)
from rostra.forum.models import Post, Quote, Reaction
from rostra.foundation import markup

KINDS = ("agree", "agree", "agree", "informative", "sourced", "thanks", "disagree")


class _Text(NamedTuple):
    source: str
    html: str


def posts_of(
    plan: Any, first_id: int, parts: tuple[list[Any], list[Any]]
) -> Iterator[Post]:
    """The posts of a planned topic; their reactions and quotes are added to `parts`."""
    chance: Random = plan.chance
    reactions, quotes = parts
    bodies: list[int] = []
    authors: list[int] = []
    step = plan.lasts / max(plan.posts, 1)
    for number in range(1, plan.posts + 1):
        post_id = first_id + number - 1
        body_number = chance.randrange(BODIES)
        author = 3 + min(chance.randrange(MEMBERS), chance.randrange(MEMBERS))
        text = _plain(body_number)
        if body_number < QUOTING * 2 and number > 1:
            at = chance.randrange(max(0, number - 20), number - 1)
            text = _quote(body_number, bodies[at], first_id + at, authors[at])
            quotes.append(_quote_row(post_id, first_id + at, bodies[at]))
        bodies.append(body_number)
        authors.append(author)
        post = Post(
            id=post_id,
            topic_id=plan.id,
            number=number,
            author_id=author,
            source=text.source,
            html=text.html,
            renderer=markup.RENDERER,
            created_at=plan.started_at + step * number,
        )
        _react(post, plan, reactions)
        _edit(post, chance)
        yield post


def _react(post: Post, plan: Any, reactions: list[Any]) -> None:
    chance = plan.chance
    if chance.random() > 0.25:
        return
    users = {chance.randrange(3, MEMBERS + 3) for _ in range(chance.randint(1, 5))}
    kinds = [(user, chance.choice(KINDS)) for user in sorted(users)]
    post.tally = dict(Counter(kind for _, kind in kinds))
    reactions += [Reaction(post_id=post.id, user_id=u, kind=k) for u, k in kinds]


def _edit(post: Post, chance: Random) -> None:
    if chance.random() < 0.05:
        post.edited_at = post.created_at + timedelta(minutes=9)
        post.edited_by_id = post.author_id
        post.edit_reason = "Spelling"


def _quote_row(post_id: int, quoted_id: int, body_number: int) -> Quote:
    words = markup.normalise(body(body_number).lead)
    return Quote(
        post_id=post_id,
        place=0,
        quoted_post_id=quoted_id,
        revision=1,
        newest=1,
        words=words,
        key=markup.quote_key(words),
        state=Quote.State.EXACT,
    )


@lru_cache(maxsize=BODIES)
def _plain(body_number: int) -> _Text:
    source = body(body_number).source
    return _Text(source, markup.render(source).html)


def _quote(body_number: int, quoted: int, quoted_id: int, author: int) -> _Text:
    text = _quoting(body_number % QUOTING, quoted)
    return _Text(*(_named(part, quoted_id, author) for part in text))


@lru_cache(maxsize=BODIES * QUOTING)
def _quoting(body_number: int, quoted: int) -> _Text:
    source = quoting(body_number, body(quoted).lead)
    return _Text(source, markup.render(source, quotes={0: Quote.State.EXACT}).html)


def _named(text: str, quoted_id: int, author: int) -> str:
    named = text.replace(QUOTED_NAME, _name(author))
    return named.replace(str(QUOTED_ID), str(quoted_id))


@lru_cache(maxsize=MEMBERS * 2)
def _name(author: int) -> str:
    return member_name(author)
