"""Close an account: at once for its member, and bit by bit in what others wrote."""

import time
from functools import partial
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.leaving import DOORS, STEPS, LeavingStep, forget_rows
from rostra.accounts.models import Closing, ReservedName, User
from rostra.accounts.names import name_key, name_look
from rostra.accounts.policies import SitePolicy
from rostra.accounts.ranks import Rank
from rostra.accounts.signals import member_left
from rostra.attachments.folder import remove_file
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions
from rostra.web.site_choices import site

KEPT = frozenset({"id", "joined_at", "post_count", "closed_at"})
"""Columns of a user that stay. All others become those of a new account."""

_FORGET = LeavingStep("forget", forget_rows)


@transaction.atomic
def leave_site(*, member: User, erases_words: bool = False) -> Closing:
    """Close a member's account; asking twice closes it once.

    From then on nobody can sign in with it, and its name, address and profile are gone
    from its row. finish_closings does the rest. Raises PermissionDenied with a reason.
    """
    SitePolicy(member).leave().or_raise()
    # Two owners who leave at the same moment must not both succeed.
    owners = User.objects.filter(role=Rank.OWNER).order_by("pk")
    there = {user.pk for user in owners.select_for_update(no_key=True)}
    user = User.objects.select_for_update(no_key=True).get(pk=member.pk)
    if user.closed_at:
        return user.closing
    if there == {user.pk}:
        raise PermissionDenied(_("A site needs an owner. Make another one first."))
    chosen = site()
    if erases_words and not (chosen and chosen.may_erase_words):
        raise PermissionDenied(_("This site keeps what was written."))

    closing = Closing.objects.create(
        user=user, old_name=user.name, erases_words=erases_words
    )
    reserve_name(user.name)
    transaction.on_commit(partial(remove_file, user.face))
    _make_neutral(user)
    for model, by in DOORS.items():
        model._default_manager.filter(**{by: user.pk}).delete()
    announce(member_left, user)
    raise_versions("members", "lists", "site", f"member:{user.pk}")
    return closing


def finish_closings(*, seconds: float = 10.0) -> int:
    """Go on with every closing that is under way, for so long; how many got finished.

    Safe to interrupt anywhere, to do twice, and in several processes at once.
    """
    until = time.monotonic() + seconds
    finished = 0
    waiting = Closing.objects.filter(finished_at=None).order_by("pk")
    for closing_id in list(waiting.values_list("pk", flat=True)[:100]):
        while not _go_on(closing_id):
            if time.monotonic() > until:
                return finished
        finished += 1
    return finished


@transaction.atomic
def _go_on(closing_id: int) -> bool:
    """One piece of one step; whether nothing is left to do here."""
    rows = Closing.objects.select_for_update(of=("self",), skip_locked=True)
    closing = (
        rows.select_related("user").filter(pk=closing_id, finished_at=None).first()
    )
    if closing is None:
        return True
    steps = [*STEPS, _FORGET]
    keys = [step.key for step in steps]
    number = keys.index(closing.step) if closing.step in keys else 0
    closing.step = keys[number]
    if steps[number].work(closing):
        closing.position = 0
        if number + 1 < len(steps):
            closing.step = keys[number + 1]
        else:
            closing.step, closing.old_name = "", ""
            closing.finished_at = timezone.now()
    closing.save()
    return closing.finished_at is not None


def reserve_name(name: str) -> None:
    """Let nobody have this name, or one that passes for it, any more."""
    ReservedName.objects.get_or_create(
        key_hash=_hash(name_key(name)), defaults={"look_hash": _hash(name_look(name))}
    )


def is_reserved(name: str) -> bool:
    """Whether somebody who left had this name or one like it. One query."""
    rows = ReservedName.objects
    alike = rows.filter(key_hash=_hash(name_key(name)))
    return (alike | rows.filter(look_hash=_hash(name_look(name)))).exists()


def neutral_name(number: int | str = "") -> str:
    """What somebody is called who left; without a number, how such names begin."""
    return (_("Former member %(number)s") % {"number": number}).strip()


def _make_neutral(user: User) -> None:
    fresh = User.objects.build(_free_name(user.pk))
    fresh.set_unusable_password()
    for field in User._meta.concrete_fields:
        if field.attname not in KEPT:
            setattr(user, field.attname, getattr(fresh, field.attname))
    user.closed_at = timezone.now()
    user.save()


def _free_name(number: int) -> str:
    # An import may have brought a member of this very name.
    name, more = neutral_name(number), 1
    while User.objects.filter(name_key=name_key(name)).exists():
        more += 1
        name = neutral_name(f"{number}-{more}")
    return name


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
