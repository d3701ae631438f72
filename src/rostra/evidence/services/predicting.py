"""Predictions: claims with a day, on which they come back."""

from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.evidence.models import Claim
from rostra.evidence.services.claiming import lock_claim
from rostra.evidence.services.placing import raise_after_claiming

LONGEST = timedelta(days=366 * 50)
AT_ONCE = 100


@transaction.atomic
def set_due_day(*, curator: User, claim_id: int, due_on: date | None) -> Claim:
    """Say on which day a claim is to be looked at again; None if it is not.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError for a day that
    is over or too far away.
    """
    claim = lock_claim(curator, claim_id)
    today = timezone.localdate()
    if due_on is not None and due_on == claim.due_on:
        return claim
    if due_on is not None and not today < due_on < today + LONGEST:
        raise ValidationError({"due_on": _("Give a day that is still to come.")})

    claim.due_on = due_on
    claim.due_at = _moment_of(due_on) if due_on else None
    claim.came_due_at = claim.told_up_to = None
    claim.save(update_fields=["due_on", "due_at", "came_due_at", "told_up_to"])
    raise_after_claiming(claim.topic_id, *claim.links.values_list("topic", flat=True))
    return claim


def bring_back_due(now: datetime | None = None) -> int:
    """Have the predictions whose day has come wait for a curator; how many. One query
    where there is none, safe in several processes at once."""
    now = now or timezone.now()
    due = Claim.objects.filter(due_at__lte=now)
    keys = list(due.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_bring_back(claim_id, now) for claim_id in keys)


@transaction.atomic
def _bring_back(claim_id: int, now: datetime) -> bool:
    # What others have taken by now, or a curator gave another day, is left alone.
    rows = Claim.objects.select_for_update(skip_locked=True).order_by("pk")
    claim = rows.filter(pk=claim_id, due_at__lte=now).first()
    if claim is None:
        return False
    claim.due_at, claim.came_due_at, claim.told_up_to = None, now, 0
    claim.save(update_fields=["due_at", "came_due_at", "told_up_to"])
    raise_after_claiming(claim.topic_id, *claim.links.values_list("topic", flat=True))
    return True


def _moment_of(day: date) -> datetime:
    """Noon in Greenwich: by then the day has begun for all but a few islands, and nobody
    hears of it the day before."""
    return datetime.combine(day, time(12), UTC)
