"""Let in, or turn away, new members who wait for an owner's word."""

from django.db import transaction

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.signals import member_approved
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible


@transaction.atomic
def approve_member(*, owner: User, member_id: int) -> User:
    """Let a new member sign in from now on; they are told by mail.

    Raises PermissionDenied, and NotVisible if nobody of this id waits.
    """
    member = _waiting(owner, member_id)
    member.awaits_approval, member.waiting_reasons = False, ""
    member.save(update_fields=["awaits_approval", "waiting_reasons"])
    raise_versions("members", f"member:{member.pk}")
    announce(member_approved, member)
    return member


@transaction.atomic
def refuse_member(*, owner: User, member_id: int) -> None:
    """Delete a new member who never was let in; their name is free again.

    Raises PermissionDenied, and NotVisible if nobody of this id waits.
    """
    _waiting(owner, member_id).delete()


def _waiting(owner: User, member_id: int) -> User:
    SitePolicy(owner).govern().or_raise()
    rows = User.objects.select_for_update(no_key=True)
    member = rows.filter(pk=member_id, awaits_approval=True).first()
    if member is None:
        raise NotVisible("member")
    return member
