"""Close an account: at once for its member, and bit by bit in what others wrote."""

from functools import partial
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.leaving import DOORS, STEPS, forget_rows
from rostra.accounts.models import Closing, FormerName, Merging, ReservedName, User
from rostra.accounts.names import name_key, name_look
from rostra.accounts.policies import SitePolicy
from rostra.accounts.ranks import Rank
from rostra.accounts.signals import member_left
from rostra.accounts.steps import Step, go_on
from rostra.attachments.folder import remove_file
from rostra.foundation.announce import announce
from rostra.foundation.kept_words import in_site_language
from rostra.foundation.versions import raise_versions
from rostra.web.site_choices import site

KEPT = frozenset({"id", "joined_at", "post_count", "closed_at"})
"""Columns of a user that stay. All others become those of a new account."""


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
        return _closing_under_way(user)
    if is_being_merged(user):
        raise PermissionDenied(
            _("Another account is being merged into yours. Try again in some minutes.")
        )
    if there == {user.pk}:
        raise PermissionDenied(_("A site needs an owner. Make another one first."))
    chosen = site()
    if erases_words and not (chosen and chosen.may_erase_words):
        raise PermissionDenied(_("This site keeps what was written."))

    closing = Closing.objects.create(
        user=user, old_name=user.name, erases_words=erases_words
    )
    reserve_name(user.name)
    for former in FormerName.objects.filter(member=user):
        reserve_name(former.name)
    end_membership(user)
    announce(member_left, user)
    return closing


def _closing_under_way(user: User) -> Closing:
    closing = Closing.objects.filter(user=user).first()
    if closing is None:  # It was merged into another.
        raise PermissionDenied(_("This account is closed."))
    return closing


def is_being_merged(user: User) -> bool:
    """Whether what another account had is still on its way to this one. One query."""
    return Merging.objects.filter(kept=user, finished_at=None).exists()


def finish_closings(*, seconds: float = 10.0) -> int:
    """Go on with every closing that is under way, for so long; how many got finished."""
    steps = [*STEPS, Step("forget", forget_rows)]
    return go_on(Closing, steps, seconds=seconds, forget=_forget_name)


def _forget_name(closing: Closing) -> None:
    closing.old_name = ""


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
    with in_site_language():
        return (_("Former member %(number)s") % {"number": number}).strip()


def end_membership(user: User) -> None:
    """Make a locked account one that says nothing of anybody, and shut every door to it.

    Its pictures go when the transaction holds.
    """
    for path in (user.face, user.banner):
        transaction.on_commit(partial(remove_file, path))
    _make_neutral(user)
    for model, by in DOORS.items():
        model._default_manager.filter(**{by: user.pk}).delete()
    raise_versions("members", "lists", "site", f"member:{user.pk}")


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
