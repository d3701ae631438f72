"""What the owner decides about one member."""

from django.db import transaction

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.ranks import Rank
from rostra.accounts.services.ranking import set_rank
from rostra.foundation.versions import raise_versions


@transaction.atomic
def change_member(*, owner: User, member_id: int, rank: str, title: str) -> User:
    """Give a member a rank and a title.

    Raises NotVisible, PermissionDenied, and ValidationError for the last owner.
    """
    SitePolicy(owner).govern().or_raise()
    member = set_rank(owner=owner, member_id=member_id, rank=Rank(rank))
    member.title = title
    member.save(update_fields=["title"])
    raise_versions("site", "members", "lists")
    return member
