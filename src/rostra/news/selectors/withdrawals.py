"""Who took stories back, and put them back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.news.models import Withdrawal
from rostra.news.policies import FeedPolicy

SHOWN = 50


@dataclass(frozen=True, slots=True)
class WithdrawalRow:
    """One entry of the log."""

    id: int
    kind: str
    headline: str
    topic_id: int
    """0 if readers had never seen it."""
    feed: str
    editor: str
    """Who did it by hand; empty if it came from the feed."""
    reason: str
    taken: Mapping[str, int]
    still: tuple[int, ...]
    at: datetime


def withdrawals(
    *, editor: User, topic_id: int = 0, before: int = 0
) -> tuple[WithdrawalRow, ...]:
    """The latest, of one story if asked for, in the categories that are the editor's to
    look after; an owner sees all: one query.

    `before` is the id of one to go on from. Raises PermissionDenied with a reason.
    """
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    rows = Withdrawal.objects.select_related("story", "editor").order_by("-pk")
    if not SitePolicy(editor).govern():
        # Where it was then, and where its topic is now.
        rows = rows.filter(category__in=policy.places).filter(
            Q(story=None) | Q(story__topic__category__in=policy.places)
        )
    if topic_id:
        rows = rows.filter(story__topic=topic_id)
    if before:
        rows = rows.filter(pk__lt=before)
    return tuple(
        WithdrawalRow(
            id=row.pk,
            kind=row.kind,
            headline=row.headline,
            topic_id=row.story.topic_id if row.story else 0,
            feed=row.feed_title,
            editor=row.editor.name if row.editor else "",
            reason=row.reason,
            taken=row.taken,
            still=tuple(row.still),
            at=row.at,
        )
        for row in rows[:SHOWN]
    )
