"""Forget in time what is known of people: docs/privacy.md says how long it is kept."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from rostra.accounts.models import Session, StaffLook
from rostra.accounts.sessions import ADDRESS, SessionStore

AT_ONCE = 500
LOOKS_DAYS = 365
"""How long it is known who of the staff looked at what."""


def forget_addresses() -> int:
    """Forget from where somebody signed in, after as many days as are set; how many.

    Safe to do twice. A session that is written at the same moment is left for the next
    time, so that nothing of it is lost.
    """
    old = timezone.now() - timedelta(days=settings.KEEP_ADDRESSES_DAYS)
    known = Session.objects.exclude(address="").filter(signed_in_at__lte=old)
    forgotten = 0
    after = ""
    while rows := list(known.filter(pk__gt=after).order_by("pk")[:AT_ONCE]):
        forgotten += sum(_forget_address(row) for row in rows)
        after = rows[-1].pk
    return forgotten


def _forget_address(row: Session) -> int:
    store = SessionStore()
    values = store.decode(row.session_data)
    values.pop(ADDRESS, None)
    unchanged = Session.objects.filter(pk=row.pk, session_data=row.session_data)
    return unchanged.update(session_data=store.encode(values), address="")


def forget_looks() -> int:
    """Forget who of the staff looked at what, after a year; how many."""
    old = timezone.now() - timedelta(days=LOOKS_DAYS)
    return StaffLook.objects.filter(at__lt=old).delete()[0]
