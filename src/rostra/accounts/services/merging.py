"""Make two accounts of one person one."""

from copy import copy

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from rostra.accounts.merging import STEPS
from rostra.accounts.models import Merging, User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.services.leaving import end_membership, is_being_merged
from rostra.accounts.services.renaming import keep_former_name
from rostra.accounts.steps import go_on
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible


@transaction.atomic
def merge_members(*, owner: User, gone_id: int, kept_id: int) -> Merging:
    """Let everything of one account become another's, which keeps its name and rank.

    From then on nobody signs in with the one that goes; finish_mergings moves what it
    has. Raises NotVisible, and PermissionDenied with a reason.
    """
    SitePolicy(owner).govern().or_raise()
    rows = User.objects.select_for_update(no_key=True).order_by("pk")
    both = {user.pk: user for user in rows.filter(pk__in=[gone_id, kept_id])}
    if not {gone_id, kept_id} <= both.keys():
        raise NotVisible("member")
    gone, kept = both[gone_id], both[kept_id]
    _refuse(gone, kept)

    merging = Merging.objects.create(gone=gone, kept=kept, asked_by=owner)
    kept.joined_at = min(kept.joined_at, gone.joined_at)
    kept.save(update_fields=["joined_at"])
    named = copy(gone)
    end_membership(gone)
    keep_former_name(kept, named)
    raise_versions(f"member:{kept.pk}")
    return merging


def why_not_to_merge(gone: User, kept: User) -> str:
    """Why these two cannot become one, in words for the owner, or an empty text."""
    if gone.pk == kept.pk:
        return _("This is the same account. Give the name of the other one.")
    if gone.is_owner or gone.is_house:
        return _("An owner or the house account can be kept, but cannot go.")
    if gone.closed_at or kept.closed_at:
        return _("An account that is closed cannot be merged.")
    if gone.awaits_approval or kept.awaits_approval:
        return _("Let them in first, or refuse them.")
    if kept.is_placeholder and not gone.is_placeholder:
        return _(
            "Keep the account that somebody signs in with: nobody has claimed the other."
        )
    return ""


def _refuse(gone: User, kept: User) -> None:
    reason = why_not_to_merge(gone, kept)
    if not reason and is_being_merged(gone):
        reason = _("Another account is being merged into this one. Wait some minutes.")
    if reason:
        raise PermissionDenied(reason)


def finish_mergings(*, seconds: float = 10.0) -> int:
    """Go on with every merging under way, for so long; how many got finished."""
    return go_on(Merging, STEPS, seconds=seconds)
