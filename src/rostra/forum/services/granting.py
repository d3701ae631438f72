"""Give and take rights: the owner's decisions about who may do what where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import Group, User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.forum.models import Category, Grant
from rostra.forum.permissions import rights_at
from rostra.forum.rights import RIGHTS, Right
from rostra.foundation.versions import raise_versions


@dataclass(frozen=True, slots=True)
class Given:
    """Who is to have a right: a rank and all above it, if any, and some groups."""

    rank: Rank | None
    groups: frozenset[int] = frozenset()


@transaction.atomic
def give_rights(
    *, owner: User, category_id: int | None, given: Mapping[str, Given] | None
) -> None:
    """Say who has each right in a category, or (None) on the site where none says more.

    `given` has every right's key that can be given there, or is None to let the
    category follow what it lies in. Raises PermissionDenied; ValidationError for a
    right, rank or group that does not exist, or one that would lock everybody out.
    """
    SitePolicy(owner).govern().or_raise()
    # One owner after the other: a matrix is replaced as a whole.
    list(Category.objects.select_for_update().order_by("pk").values_list("pk"))
    before = _public()
    if category_id is not None:
        category = Category.objects.get_visible(owner, pk=category_id)
        category.has_own_rights = given is not None
        category.save(update_fields=["has_own_rights"])
    Grant.objects.filter(category=category_id).delete()
    Grant.objects.bulk_create(_grants(category_id, given or {}))
    raise_versions("site", "lists", "members")
    if _public() != before:
        count_authors_again()


def _grants(category_id: int | None, given: Mapping[str, Given]) -> Iterable[Grant]:
    known = set(Group.objects.values_list("pk", flat=True))
    for key, who in given.items():
        meaning = RIGHTS.get(key)
        if meaning is None or (meaning.is_everywhere and category_id is not None):
            raise ValidationError(_("There is no such right."))
        if key not in (Right.SEE, Right.READ) and who.rank == Rank.GUEST:
            raise ValidationError(_("Guests can only see and read."))
        if not who.groups <= known:
            raise ValidationError(_("There is no such group."))
        # Owners have every right, so one that nobody else has is given to them.
        rank = who.rank or (Rank.OWNER if not who.groups else None)
        if rank:
            yield Grant(category_id=category_id, right=key, rank=rank)
        for group_id in sorted(who.groups):
            yield Grant(category_id=category_id, right=key, group_id=group_id)


def _public() -> frozenset[int]:
    return frozenset(rights_at(HEIGHTS[Rank.GUEST]).readable)


_COUNT = """
UPDATE accounts_user SET post_count = COALESCE((
  SELECT COUNT(*) FROM forum_post p JOIN forum_topic t ON t.id = p.topic_id
  WHERE p.author_id = accounts_user.id AND t.category_id IN ({places})
), 0) {whose}
"""


def count_authors_again(member_id: int | None = None) -> None:
    """Count what every member, or one, wrote where everybody may read, after that has
    changed.

    Reads every post once: seconds for a million, when an owner opens or closes a place.
    """
    places = ", ".join(str(pk) for pk in sorted(_public())) or "0"
    with connection.cursor() as cursor:
        whose = "" if member_id is None else f"WHERE id = {member_id:d}"
        cursor.execute(_COUNT.format(places=places, whose=whose))
