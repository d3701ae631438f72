"""Who voted for what, in a poll whose votes are public."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rostra.accounts.models import Reader
from rostra.forum.models import Poll, PollVote, Post
from rostra.forum.policies import PollPolicy
from rostra.forum.selectors.rows import Person
from rostra.foundation.visibility import NotVisible

SHOWN = 50


@dataclass(frozen=True, slots=True)
class VoterRow:
    """A member and what they voted for, the best first."""

    member: Person
    words: tuple[str, ...]
    voted_at: datetime


@dataclass(frozen=True, slots=True)
class PollVoters:
    """Some voters, those who voted first for the first time last."""

    poll: Poll
    voters: tuple[VoterRow, ...]
    before: int
    """Where the next page begins, or 0."""


def poll_voters(*, reader: Reader, post_id: int, before: int = 0) -> PollVoters:
    """A page of those who voted: three queries, however many there are.

    Members whom the reader ignores and those who left are not named. Raises NotVisible,
    also for a poll whose votes are secret, and PermissionDenied as long as this reader
    is not shown how the votes stand.
    """
    rows = Poll.objects.select_related("post__topic__category")
    seen = rows.filter(post__in=Post.objects.visible_to(reader), is_public=True)
    poll = seen.filter(post=post_id).first()
    if poll is None:
        raise NotVisible("poll")
    has_voted = poll.votes.filter(user=reader.pk or 0).exists()
    now = timezone.now()
    policy = PollPolicy(reader, poll, poll.post, poll.post.topic, now)
    policy.read().or_raise()
    policy.voters(has_voted).or_raise()
    votes = poll.votes.select_related("user").filter(user__closed_at=None)
    votes = votes.exclude(user__in=reader.ignored if reader.is_authenticated else ())
    votes = votes.filter(pk__lt=before) if before else votes
    some = list(votes.order_by("-pk")[: SHOWN + 1])
    return PollVoters(
        poll=poll,
        voters=tuple(_row(poll, vote) for vote in some[:SHOWN]),
        before=some[SHOWN - 1].pk if len(some) > SHOWN else 0,
    )


def _row(poll: Poll, vote: PollVote) -> VoterRow:
    user = vote.user
    return VoterRow(
        member=Person(
            user.pk, user.name, user.slug, user.role, user.is_house, user.face
        ),
        words=tuple(poll.options[int(place)] for place in vote.choices.split()),
        voted_at=vote.voted_at,
    )
