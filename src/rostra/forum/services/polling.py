"""Ask a question with a post, vote on it, and close it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Poll, PollVote, Post, Topic
from rostra.forum.policies import PollPolicy
from rostra.forum.poll_counts import run_off, summed
from rostra.forum.poll_limits import check_options, check_question
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible

LONGEST_RUN = timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class NewPoll:
    """A poll as its author asks for it."""

    question: str
    options: tuple[str, ...]
    kind: str = Poll.Kind.SINGLE
    shown: str = Poll.Shown.ALWAYS
    is_public: bool = False
    closes_at: datetime | None = None


def check_closing(closes_at: datetime | None, now: datetime) -> datetime | None:
    """When the poll is to close; raises ValidationError for the past and the far future."""
    if closes_at is None or now < closes_at < now + LONGEST_RUN:
        return closes_at
    raise ValidationError(_("Choose a time to come, within ten years."))


def check_poll(new: NewPoll, now: datetime) -> NewPoll:
    """The poll, tidied; raises ValidationError saying what to change."""
    if new.kind not in Poll.Kind.values or new.shown not in Poll.Shown.values:
        raise ValidationError(_("There is no such kind of poll."))
    return NewPoll(
        question=check_question(new.question),
        options=check_options(new.options),
        kind=new.kind,
        shown=new.shown,
        is_public=new.is_public,
        closes_at=check_closing(new.closes_at, now),
    )


def hang_poll(post: Post, new: NewPoll) -> Poll:
    """Put a poll that was checked on a post that its author is just writing."""
    poll = Poll.objects.create(
        post=post,
        question=new.question,
        options=list(new.options),
        kind=new.kind,
        shown=new.shown,
        is_public=new.is_public,
        closes_at=new.closes_at,
        rounds=[[0] * len(new.options)],
    )
    Post.objects.filter(pk=post.pk).update(has_poll=True)
    Topic.objects.filter(pk=post.topic_id).update(has_poll=True)
    return poll


@transaction.atomic
def cast_vote(
    *, voter: User, post_id: int, choices: Sequence[int], at: datetime | None = None
) -> Poll:
    """Vote in the poll of a post, in the place of an earlier vote; no choice takes it back.

    `choices` are places of options from 0, in a ranked poll the best first. `at` is for
    trusted callers only. Raises NotVisible, PermissionDenied with a reason, and
    ValidationError for choices that this kind of poll does not have.
    """
    poll = _lock_poll_row(voter, post_id)
    when = at or timezone.now()
    PollPolicy(voter, poll, poll.post, poll.post.topic, when).vote().or_raise()
    chosen = " ".join(map(str, _checked(poll, choices)))

    earlier = PollVote.objects.filter(poll=poll, user=voter)
    had = earlier.values_list("choices", flat=True).first() or ""
    if had == chosen:
        return poll
    if chosen:
        vote = {"choices": chosen, "voted_at": when}
        PollVote.objects.update_or_create(poll=poll, user=voter, defaults=vote)
    else:
        earlier.delete()
    count_votes(poll)
    raise_versions(version_of(post_id))
    return poll


@transaction.atomic
def close_poll(*, closer: User, post_id: int, at: datetime | None = None) -> Poll:
    """Let nobody vote any more; closing it twice is closing it once.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    poll = _lock_poll_row(closer, post_id)
    when = at or timezone.now()
    PollPolicy(closer, poll, poll.post, poll.post.topic, when).close().or_raise()
    if poll.closed_at:
        return poll

    poll.closed_at, poll.closed_by = when, closer
    poll.save(update_fields=["closed_at", "closed_by"])
    raise_versions(version_of(post_id))
    return poll


def close_due_polls() -> int:
    """Note of each poll whose time has come that it is closed; says how many.

    Votes are refused from that moment in any case; this makes kept pages say so.
    """
    with transaction.atomic():
        due = Poll.objects.filter(closed_at=None, closes_at__lte=timezone.now())
        post_ids = list(due.values_list("post", flat=True))
        if post_ids:
            due.update(closed_at=F("closes_at"))
            raise_versions(*map(version_of, post_ids))
    return len(post_ids)


def drop_poll(post: Post) -> None:
    """Take the poll of a locked post away, with its votes; its words were the author's."""
    Poll.objects.filter(post=post).delete()
    post.has_poll = False
    post.save(update_fields=["has_poll"])
    mark_topic(post.topic)
    raise_versions(version_of(post.pk))


def mark_topic(topic: Topic) -> None:
    """Note on a topic whether one of its posts has a poll."""
    topic.has_poll = topic.posts.filter(has_poll=True).exists()
    topic.save(update_fields=["has_poll"])


def count_votes(poll: Poll) -> None:
    """Count the votes of a poll anew; its row is locked by the caller."""
    # Counted from the rows, as reactions are. The database puts equal votes together
    # from an index, so that there is little left to count here.
    rows = PollVote.objects.filter(poll=poll).values_list("choices")
    ballots = [
        (tuple(map(int, choices.split())), number)
        for choices, number in rows.annotate(Count("pk"))
    ]
    poll.voters = sum(number for _, number in ballots)
    size = len(poll.options)
    is_ranked = poll.kind == Poll.Kind.RANKED
    poll.rounds = run_off(size, ballots) if is_ranked else [summed(size, ballots)]
    poll.save(update_fields=["voters", "rounds"])


def version_of(post_id: int) -> str:
    """The version of what a post's poll shows. A vote raises only this one, and so makes
    no other page of the topic old."""
    return f"poll:{post_id}"


def _lock_poll_row(reader: User, post_id: int) -> Poll:
    rows = Poll.objects.select_for_update(of=("self",), no_key=True)
    seen = rows.filter(post__in=Post.objects.visible_to(reader))
    poll = seen.select_related("post__topic__category").filter(post=post_id).first()
    if poll is None:
        raise NotVisible("poll")
    return poll


def _checked(poll: Poll, choices: Sequence[int]) -> Sequence[int]:
    if len(set(choices)) < len(choices):
        raise ValidationError(_("Give each option one place only."))
    if not all(0 <= choice < len(poll.options) for choice in choices):
        raise ValidationError(_("There is no such option in this poll."))
    if poll.kind == Poll.Kind.SINGLE and len(choices) > 1:
        raise ValidationError(_("Choose one option."))
    return choices if poll.kind == Poll.Kind.RANKED else sorted(choices)
