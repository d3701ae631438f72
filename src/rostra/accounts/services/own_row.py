"""A member's own row, held while they change what is theirs."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from rostra.accounts.models import User


def lock_own_row(member: User) -> User:
    """The member's row as it is now, held until the transaction ends.

    Raises PermissionDenied if the account was closed or merged meanwhile.
    """
    row = User.objects.select_for_update(no_key=True).get(pk=member.pk)
    if row.closed_at:
        raise PermissionDenied(_("This account is closed."))
    return row
