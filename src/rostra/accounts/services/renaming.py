"""Give a member another name; the one they had stays theirs."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import FormerName, User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.services.own_row import lock_own_row
from rostra.accounts.signals import member_renamed
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible
from rostra.web.site_choices import site

_COLUMNS = ("name", "name_key", "name_look", "slug")


def may_rename_from(member: User) -> datetime | None:
    """From when on a member may change their name; None where only owners do that."""
    here = site()
    days = here.rename_days if here else 0
    if not days:
        return None
    last = member.renamed_at
    return last + timedelta(days=days) if last else member.joined_at


@transaction.atomic
def change_own_name(*, member: User, name: str) -> User:
    """Have another name, which the caller has checked (new_names.check_name).

    Raises PermissionDenied where it is too early or only owners do that, and
    ValidationError if the name was just taken.
    """
    row = lock_own_row(member)
    start = may_rename_from(row)
    if start is None:
        raise PermissionDenied(_("Ask an owner of this site for another name."))
    if start > timezone.now():
        raise PermissionDenied(_("You changed your name a short time ago."))
    row.renamed_at = timezone.now()
    return _rename(row, name)


@transaction.atomic
def rename_member(*, owner: User, member_id: int, name: str) -> User:
    """Give a member another name, which the caller has checked; they are told by mail.

    Raises NotVisible, PermissionDenied, and ValidationError if it was just taken.
    """
    SitePolicy(owner).govern().or_raise()
    rows = User.objects.select_for_update(no_key=True)
    row = rows.filter(pk=member_id, closed_at=None).first()
    if row is None:
        raise NotVisible("member")
    before = row.name
    _rename(row, name, is_told=False)
    if row.name != before and row.pk != owner.pk:
        announce(member_renamed, row)
    return row


def keep_former_name(member: User, named: User, *, is_told: bool = False) -> None:
    """Let a name, as this row has it, be one that a member had before.

    Other members are told of it for some time if `is_told`.
    """
    # An import may have brought a name that somebody else had given up: it stays theirs.
    columns = {"name": named.name, "name_look": named.name_look, "member": member}
    columns["is_told"] = is_told
    FormerName.objects.get_or_create(name_key=named.name_key, defaults=columns)


def _rename(row: User, name: str, *, is_told: bool = True) -> User:
    new = User.objects.build(name)
    if new.name_key != row.name_key:
        FormerName.objects.filter(member=row, name_key=new.name_key).delete()
        keep_former_name(row, row, is_told=is_told)
    for column in _COLUMNS:
        setattr(row, column, getattr(new, column))
    try:
        with transaction.atomic():
            row.save(update_fields=[*_COLUMNS, "renamed_at"])
    except IntegrityError:
        words = _("That name was just taken. Choose another.")
        raise ValidationError({"name": words}) from None
    raise_versions("people", "members", "lists", f"member:{row.pk}")
    return row
