"""How far up the ladder of ranks a member stands, and what is missing for more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from rostra.accounts.models import Promotion, User
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.accounts.services.ranking import EARNED


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's rank, and the next one that they rise to by themselves, if any."""

    rank: Rank
    next_rank: Rank | None = None
    not_before: datetime | None = None
    """When they have been here long enough, if they have not yet."""
    posts_missing: int = 0


def standing_of(member: User) -> Standing:
    """One query, or none for whoever stands above all that can be earned."""
    rank = Rank(member.role)
    following = next((r for r in EARNED if HEIGHTS[r] == HEIGHTS[rank] + 1), None)
    promotion = Promotion.objects.filter(rank=following).first() if following else None
    if promotion is None:
        return Standing(rank)
    ready = member.joined_at + timedelta(days=promotion.days)
    return Standing(
        rank=rank,
        next_rank=following,
        not_before=ready if ready > timezone.now() else None,
        posts_missing=max(promotion.posts - member.post_count, 0),
    )
