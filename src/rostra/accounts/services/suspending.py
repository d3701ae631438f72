"""Keep a member out for a time, or for good, and let them in again."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.services.ending import end_sessions
from rostra.accounts.signals import member_suspended
from rostra.foundation.announce import announce
from rostra.foundation.visibility import NotVisible

MOST_DAYS = 3650


@transaction.atomic
def suspend(*, owner: User, member_id: int, days: int | None, reason: str) -> User:
    """Sign a member out everywhere and let them in again after so many days, or never.

    What they wrote stays. They are told why, by mail and where they sign in. Suspending
    again sets the time and the reason anew. Raises NotVisible, PermissionDenied, and
    ValidationError for a reason or a time that is not one.
    """
    member = _locked(owner, member_id)
    if member.is_owner or member.is_house:
        raise PermissionDenied(_("Owners and the house account cannot be suspended."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. The member reads it.")})
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise ValidationError({"days": _("Choose for how long.")})

    now = timezone.now()
    member.suspended_at = now
    member.suspended_until = None if days is None else now + timedelta(days=days)
    member.suspension_reason = reason.strip()[:500]
    _save(member)
    end_sessions(member=member)
    announce(member_suspended, member)
    return member


@transaction.atomic
def lift_suspension(*, owner: User, member_id: int) -> User:
    """Let a member in again now. Raises NotVisible and PermissionDenied."""
    member = _locked(owner, member_id)
    member.suspended_at = member.suspended_until = None
    member.suspension_reason = ""
    _save(member)
    return member


def _locked(owner: User, member_id: int) -> User:
    SitePolicy(owner).govern().or_raise()
    rows = User.objects.select_for_update(no_key=True)
    member = rows.filter(pk=member_id, closed_at=None).first()
    if member is None:
        raise NotVisible("member")
    return member


def _save(member: User) -> None:
    member.save(update_fields=["suspended_at", "suspended_until", "suspension_reason"])
