"""Follow a member, ignore them, or neither."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import Tie, TieKind, User
from rostra.accounts.services.own_row import lock_own_row
from rostra.foundation.visibility import NotVisible

MOST = {TieKind.FOLLOW: 200, TieKind.IGNORE: 500}
"""Members that one may follow or ignore: what a page reads for one stays small."""


@transaction.atomic
def tie(*, owner: User, member_id: int, kind: TieKind) -> None:
    """Follow or ignore a member from now on, instead of the other if need be.

    Raises NotVisible if there is nobody of this id; PermissionDenied for oneself, for
    ignoring the house account, for following who has left, and past the most.
    """
    lock_own_row(owner)
    member = _member(member_id)
    _refuse(owner, member, kind)
    theirs = Tie.objects.filter(owner=owner)
    others = theirs.filter(kind=kind).exclude(member=member)
    if others.count() >= MOST[kind]:
        words = {
            TieKind.FOLLOW: _("You follow %(most)s members, and more is not possible."),
            TieKind.IGNORE: _("You ignore %(most)s members, and more is not possible."),
        }
        raise PermissionDenied(words[kind] % {"most": MOST[kind]})
    Tie.objects.update_or_create(
        owner=owner,
        member=member,
        defaults={"kind": kind},
        create_defaults={"kind": kind, "made_at": timezone.now()},
    )
    repeat_ignored(owner.pk)


@transaction.atomic
def untie(*, owner: User, member_id: int) -> None:
    """Neither follow nor ignore a member any more; doing it twice is the same."""
    lock_own_row(owner)
    Tie.objects.filter(owner=owner, member=member_id).delete()
    repeat_ignored(owner.pk)


def _member(member_id: int) -> User:
    member = User.objects.filter(pk=member_id, awaits_approval=False).first()
    if member is None:
        raise NotVisible("member")
    return member


def _refuse(owner: User, member: User, kind: TieKind) -> None:
    if member.pk == owner.pk:
        raise PermissionDenied(_("This is yourself."))
    if kind == TieKind.IGNORE and member.is_house:
        raise PermissionDenied(
            _("The house account posts the stories, and nobody can ignore it.")
        )
    if kind == TieKind.FOLLOW and member.closed_at:
        raise PermissionDenied(_("This member has left."))


def repeat_ignored(owner_id: int) -> None:
    """Write on a member's own row, which every page of theirs reads, whom they ignore.

    In a transaction: it holds that row, so that two that change ties end with both.
    """
    list(User.objects.select_for_update(no_key=True).filter(pk=owner_id).values("pk"))
    ignored = Tie.objects.filter(owner=owner_id, kind=TieKind.IGNORE)
    ids = ignored.order_by("member").values_list("member", flat=True)
    User.objects.filter(pk=owner_id).update(ignored_ids=" ".join(map(str, ids)))
