"""The owner's groups: make and remove them, and say who is in them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import Group, Membership, User
from rostra.accounts.names import name_key, tidy_name
from rostra.accounts.policies import SitePolicy
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible


def make_group(*, owner: User, name: str, description: str = "") -> Group:
    """A new group, with nobody in it.

    Raises PermissionDenied, and ValidationError if there is one of this name.
    """
    SitePolicy(owner).govern().or_raise()
    return _save(Group(), name, description)


def change_group(*, owner: User, group_id: int, name: str, description: str) -> Group:
    """Name and describe a group anew.

    Raises NotVisible, PermissionDenied, and ValidationError if the name is taken.
    """
    SitePolicy(owner).govern().or_raise()
    return _save(find_group(group_id), name, description)


@transaction.atomic
def remove_group(*, owner: User, group_id: int) -> None:
    """Remove a group with all it was granted. Raises NotVisible, PermissionDenied."""
    SitePolicy(owner).govern().or_raise()
    group = find_group(group_id)
    for user in _lock(group.members.values_list("pk", flat=True)):
        _write(user, user.groups - {group.pk})
    group.delete()
    raise_versions("site")


@transaction.atomic
def add_to_group(*, owner: User, group_id: int, member_ids: Iterable[int]) -> None:
    """Put members into a group; those who are in it stay.

    Raises NotVisible, PermissionDenied.
    """
    SitePolicy(owner).govern().or_raise()
    group = find_group(group_id)
    users = _lock(member_ids)
    Membership.objects.bulk_create(
        (Membership(group=group, user=user) for user in users), ignore_conflicts=True
    )
    for user in users:
        _write(user, user.groups | {group.pk})


@transaction.atomic
def take_from_group(*, owner: User, group_id: int, member_id: int) -> None:
    """Take a member out of a group. Raises NotVisible, PermissionDenied."""
    SitePolicy(owner).govern().or_raise()
    group = find_group(group_id)
    Membership.objects.filter(group=group, user=member_id).delete()
    for user in _lock([member_id]):
        _write(user, user.groups - {group.pk})


def find_group(group_id: int) -> Group:
    """A group by its id; raises NotVisible."""
    group = Group.objects.filter(pk=group_id).first()
    if group is None:
        raise NotVisible("group")
    return group


def _save(group: Group, name: str, description: str) -> Group:
    group.name = tidy_name(name)
    group.name_key = name_key(name)
    group.description = description
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise ValidationError(
            {"name": _("There is a group of this name already.")}
        ) from None
    return group


def _lock(member_ids: Iterable[int]) -> list[User]:
    # In primary-key order, as everything that locks many rows.
    users = User.objects.filter(pk__in=list(member_ids))
    return list(users.select_for_update(no_key=True).order_by("pk"))


def _write(user: User, groups: frozenset[int]) -> None:
    group_ids = " ".join(map(str, sorted(groups)))
    User.objects.filter(pk=user.pk).update(group_ids=group_ids)
