"""Say how much the files of members may take."""

from collections.abc import Mapping

from django.db import transaction

from rostra.accounts.models import Group, User
from rostra.accounts.policies import SitePolicy
from rostra.forum.allowances import DEFAULTS
from rostra.forum.models import Allowance
from rostra.foundation.versions import raise_versions


@transaction.atomic
def set_allowances(
    *, owner: User, ranks: Mapping[str, int], groups: Mapping[int, int | None]
) -> None:
    """Give ranks and groups their megabytes; a group with None has none of its own.

    Raises PermissionDenied. Unknown ranks and groups are left out.
    """
    SitePolicy(owner).govern().or_raise()
    for rank in DEFAULTS.keys() & ranks.keys():
        Allowance.objects.update_or_create(
            rank=rank, defaults={"megabytes": ranks[rank]}
        )
    for group in Group.objects.filter(pk__in=groups.keys()):
        if (megabytes := groups[group.pk]) is None:
            Allowance.objects.filter(group=group).delete()
        else:
            Allowance.objects.update_or_create(
                group=group, defaults={"megabytes": megabytes}
            )
    raise_versions("site")
