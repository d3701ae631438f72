"""How members rise on the ladder of ranks: by an owner's word, or by what they did."""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import Promotion, User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible

EARNED = (Rank.MEMBER, Rank.TRUSTED)
"""The ranks that members rise to by themselves, if the owner wants it so."""


@transaction.atomic
def set_rank(*, owner: User, member_id: int, rank: Rank) -> User:
    """Give a member a rank; it holds from their next request on.

    Raises NotVisible, PermissionDenied, and ValidationError for the last owner.
    """
    SitePolicy(owner).govern().or_raise()
    if rank == Rank.GUEST:
        raise ValidationError(_("A member cannot be a guest."))
    # Two owners who take the rank from each other must not both succeed.
    owners = User.objects.filter(role=Rank.OWNER).order_by("pk")
    there = {user.pk for user in owners.select_for_update(no_key=True)}
    rows = User.objects.select_for_update(no_key=True)
    member = rows.filter(pk=member_id).first()
    if member is None:
        raise NotVisible("member")
    if there == {member.pk} and rank != Rank.OWNER:
        raise ValidationError(_("A site needs an owner. Make another one first."))

    member.role = rank
    member.save(update_fields=["role"])
    raise_versions("members", "lists", "site")
    return member


@transaction.atomic
def set_promotions(
    *, owner: User, needed: Mapping[Rank, tuple[int, int] | None]
) -> None:
    """Say after how many days and posts members rise to a rank, or (None) not at all.

    Raises PermissionDenied, and ValidationError for a rank that is not earned.
    """
    SitePolicy(owner).govern().or_raise()
    for rank, wanted in needed.items():
        if rank not in EARNED:
            raise ValidationError(_("Nobody rises to this rank by themselves."))
        if wanted is None:
            Promotion.objects.filter(rank=rank).delete()
            continue
        days, posts = wanted
        Promotion.objects.update_or_create(
            rank=rank, defaults={"days": days, "posts": posts}
        )


def promote_members() -> int:
    """Lift everybody who has done enough for the next rank; gives how many.

    Safe to do twice. One write a rank, and none where nobody rises.
    """
    needed = {p.rank: p for p in Promotion.objects.all()}
    lifted = 0
    for rank in EARNED:
        promotion = needed.get(rank)
        if promotion is None:
            continue
        below = list(Rank)[HEIGHTS[rank] - 1]
        joined = timezone.now() - timedelta(days=promotion.days)
        risen = User.objects.filter(
            role=below, joined_at__lte=joined, post_count__gte=promotion.posts
        )
        lifted += risen.update(role=rank)
    if lifted:
        raise_versions("members")
    return lifted


def first_rank() -> Rank:
    """What somebody is who has just signed up: new, if members rise by themselves."""
    is_earned = Promotion.objects.filter(rank=Rank.MEMBER).exists()
    return Rank.NEW if is_earned else Rank.MEMBER
