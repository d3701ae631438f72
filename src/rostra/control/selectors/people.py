"""Members and groups as an owner finds them."""

from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When
from django.utils import timezone

from rostra.accounts.models import Group, Invitation, User
from rostra.accounts.names import name_key
from rostra.accounts.services.grouping import find_group
from rostra.foundation.visibility import NotVisible

SHOWN = 50


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some members in the order of their names."""

    people: tuple[User, ...]
    after: str
    """The key that the next page begins after; empty on the last one."""


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group and some of its members."""

    group: Group
    members: PeoplePage


@dataclass(frozen=True, slots=True)
class MemberSheet:
    """What an owner decides about a member."""

    member: User
    groups: tuple[Group, ...]
    others: tuple[Group, ...]
    is_last_owner: bool


def find_people(*, words: str, after: str = "") -> PeoplePage:
    """Members whose name or address begins with the words: two queries.

    Both are found by an index, however many members there are.
    """
    rows = User.objects.order_by("name_key")
    key = name_key(words)
    if "@" in words:
        found = rows.filter(email_key__startswith=words.strip().casefold())
        return PeoplePage(tuple(found[:SHOWN]), "")
    if key:
        rows = rows.filter(name_key__gte=key, name_key__lt=key + "\U0010ffff")
    return _page(rows.filter(name_key__gt=after) if after else rows)


def groups_with_sizes() -> list[tuple[Group, int]]:
    """All groups and how many are in each: one query."""
    sizes = Group.objects.annotate(size=Count("memberships"))
    return [(group, group.size) for group in sizes]


def group_page(*, group_id: int, after: str = "") -> GroupPage:
    """A group and a page of its members: two queries. Raises NotVisible."""
    group = find_group(group_id)
    rows = User.objects.filter(memberships__group=group).order_by("name_key")
    return GroupPage(group, _page(rows.filter(name_key__gt=after) if after else rows))


def member_sheet(*, member_id: int) -> MemberSheet:
    """A member with the groups they are in and are not in. Raises NotVisible."""
    member = User.objects.filter(pk=member_id).first()
    if member is None:
        raise NotVisible("member")
    groups = list(Group.objects.all())
    owners = User.objects.filter(role=User.Role.OWNER)
    return MemberSheet(
        member=member,
        groups=tuple(g for g in groups if g.pk in member.groups),
        others=tuple(g for g in groups if g.pk not in member.groups),
        is_last_owner=member.is_owner and not owners.exclude(pk=member.pk).exists(),
    )


def member_named(name: str) -> User | None:
    """The member of this name, however it is written: one query."""
    return User.objects.filter(name_key=name_key(name)).first()


def invitations() -> list[Invitation]:
    """The latest invitations, each with `is_over`: one query."""
    is_over = Case(When(ends_at__lte=timezone.now(), then=True), default=False)
    rows = Invitation.objects.select_related("made_by").annotate(is_over=is_over)
    return list(rows.order_by("-pk")[:SHOWN])


def count_waiting() -> int:
    """How many wait to be let in: one query, of an index that holds only them."""
    return User.objects.filter(awaits_approval=True).count()


def waiting_members() -> list[User]:
    """New members who wait to be let in, the longest waiting first: one query."""
    rows = User.objects.filter(awaits_approval=True)
    return list(rows.order_by("joined_at")[:SHOWN])


def members_named(names: str) -> tuple[list[int], list[str]]:
    """The ids of members named one on a line, and the names that nobody has."""
    wanted = {name_key(line): line.strip() for line in names.splitlines()[:500]}
    wanted.pop("", None)
    found = dict(User.objects.filter(name_key__in=wanted).values_list("name_key", "pk"))
    return list(found.values()), [n for key, n in wanted.items() if key not in found]


def _page(rows: QuerySet[User]) -> PeoplePage:
    people = tuple(rows[: SHOWN + 1])
    more = len(people) > SHOWN
    return PeoplePage(people[:SHOWN], people[SHOWN - 1].name_key if more else "")
