"""The polls of the sample: asked with their topics, and voted in by who was there."""

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any

from rostra.forum.models import Topic
from rostra.forum.services.polling import NewPoll, cast_vote, close_poll
from rostra.site.sample.reading import time_ago

if TYPE_CHECKING:
    from rostra.site.sample.telling import Teller


def poll_in(teller: "Teller", told: dict[str, Any] | None) -> NewPoll | None:
    """The poll that a topic's front matter asks for, if it does."""
    if told is None:
        return None
    return NewPoll(
        question=told["question"],
        options=tuple(told["options"]),
        kind=told.get("kind", "single"),
        shown=told.get("shown", "always"),
        is_public=told.get("public", False),
        closes_at=_closing(teller.now, told),
    )


def tell_votes(teller: "Teller", topic: Topic, told: dict[str, Any]) -> None:
    """Have members vote as told, and a moderator close the poll if one did."""
    post_id = topic.posts.get(number=1).pk
    there = [
        person
        for person in teller.people.values()
        if person.joined_at <= topic.started_at
        and not person.is_house
        and not person.is_placeholder
    ]
    votes = [key for key, count in told["votes"].items() for _ in range(count)]
    chance = Random(told["question"])
    for voter, key in zip(chance.sample(there, len(votes)), votes, strict=True):
        choices = [int(place) for place in key.split()]
        at = topic.started_at
        cast_vote(voter=voter, post_id=post_id, choices=choices, at=at)
    if closed := told.get("closed"):
        at = teller.when(closed)
        close_poll(closer=teller.moderator, post_id=post_id, at=at)


def _closing(now: datetime, told: dict[str, Any]) -> datetime | None:
    if ahead := told.get("closes_in"):
        return now + time_ago(ahead)
    behind = told.get("closed_by_itself")
    return now - time_ago(behind) if behind else None
