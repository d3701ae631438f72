"""What members were called before, and who may know."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from rostra.accounts.models import FormerName, Reader

SHOWN_FOR = timedelta(days=90)
"""How long other members are told, so that they know whom they talk to."""


def former_names(*, reader: Reader, member_id: int) -> QuerySet[FormerName]:
    """The former names of a member that a reader may know, the latest first.

    Members know those that were given up in the last 90 days, and not taken by an owner;
    moderators, and the member, all; guests none.
    """
    names = FormerName.objects.filter(member=member_id).order_by("-until", "-pk")
    if not reader.is_authenticated:
        return names.none()
    if reader.pk == member_id or reader.is_moderator:
        return names
    return names.filter(is_told=True, until__gte=timezone.now() - SHOWN_FOR)
