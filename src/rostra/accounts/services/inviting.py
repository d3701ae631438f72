"""Let people in by invitation."""

import re
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import Invitation, User
from rostra.accounts.policies import SitePolicy

_CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
MOST_PEOPLE, MOST_DAYS = 1000, 365


@transaction.atomic
def invite(*, owner: User, people: int, days: int, note: str = "") -> Invitation:
    """An invitation for so many people, good for so many days.

    Raises PermissionDenied, and ValidationError for numbers that are none.
    """
    SitePolicy(owner).govern().or_raise()
    if not 1 <= people <= MOST_PEOPLE:
        raise ValidationError(
            {"people": _("From 1 to %(most)s people.") % {"most": MOST_PEOPLE}}
        )
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError(
            {"days": _("From 1 to %(most)s days.") % {"most": MOST_DAYS}}
        )
    ends_at = timezone.now() + timedelta(days=days)
    return Invitation.objects.create(
        made_by=owner, left=people, ends_at=ends_at, note=note.strip()[:120]
    )


@transaction.atomic
def withdraw_invitation(*, owner: User, invitation_id: int) -> None:
    """Let nobody sign up with it any more; who has signed up stays."""
    SitePolicy(owner).govern().or_raise()
    Invitation.objects.filter(pk=invitation_id).delete()


def is_good(code: str) -> bool:
    """Whether somebody can sign up with an invitation at this moment: one query."""
    return bool(_CODE.fullmatch(code)) and _good(code).exists()


def use_invitation(code: str) -> None:
    """Take one of the places of an invitation, in the transaction of a sign-up.

    Raises ValidationError if none is left. Two people never get the same place.
    """
    if not _good(code).update(left=F("left") - 1, used=F("used") + 1):
        raise ValidationError(
            _(
                "This invitation was used up, has run out or was withdrawn. Ask for another."
            )
        )


def _good(code: str) -> QuerySet[Invitation]:
    rows = Invitation.objects.filter(code=code, left__gt=0)
    return rows.filter(ends_at__gt=timezone.now())
