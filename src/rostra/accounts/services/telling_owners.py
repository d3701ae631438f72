"""Tell owners by mail that new members wait for them."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from rostra.accounts.languages import in_language_of
from rostra.accounts.letters import waiting_letter
from rostra.accounts.mail_kinds import WAITING, wants
from rostra.accounts.models import User
from rostra.accounts.ranks import Rank
from rostra.web import mail
from rostra.web.models import Site

EVERY = timedelta(hours=1)
_LATE = timedelta(seconds=10)
"""By how much somebody may be kept later than their row says that they came."""


def tell_owners() -> int:
    """Mail every owner how many wait, if somebody came since the last mail and that is an
    hour ago; how many were told. Safe in several processes at once.

    Two queries, of an index that holds only who waits, where there is nothing to tell.
    """
    if not mail.is_sent():
        return 0
    here = Site.objects.filter(pk=1).first()
    if here is None or not _is_due(here):
        return 0
    with transaction.atomic():
        here = Site.objects.select_for_update(no_key=True).get(pk=1)
        if not _is_due(here):  # Another process was first.
            return 0
        here.owners_told_at = timezone.now()
        here.save(update_fields=["owners_told_at"])
        owners = User.objects.filter(role=Rank.OWNER, closed_at=None)
        told = [owner for owner in owners if owner.email and wants(owner, WAITING)]
        waiting = User.objects.filter(awaits_approval=True).count()
        for owner in told:
            with in_language_of(owner):
                letter = waiting_letter(waiting)
            transaction.on_commit(partial(mail.send, owner.email, letter))
    return len(told)


def _is_due(here: Site) -> bool:
    told, now = here.owners_told_at, timezone.now()
    if told and told > now - EVERY:
        return False
    since = Q(joined_at__gt=told - _LATE) if told else Q()
    return User.objects.filter(since, awaits_approval=True).exists()
