"""The directory of members, for members."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from rostra.accounts.models import User
from rostra.accounts.names import name_key

SHOWN = 50


class DirectoryOrder(StrEnum):
    NAME = "name"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Directory:
    """Some members in an order."""

    order: DirectoryOrder
    words: str
    people: tuple[User, ...]
    after: int
    """The id of the member after whom the next page begins, or 0 on the last one."""


def directory(
    *, order: DirectoryOrder = DirectoryOrder.NAME, words: str = "", after: int = 0
) -> Directory:
    """A page of members, by name if it is to begin with some words: two queries.

    Whoever has left or waits to be let in is not among them. Each order is that of an
    index, so a page costs the same however many there are.
    """
    rows = User.objects.filter(closed_at=None, awaits_approval=False)
    key = name_key(words)
    if key:
        order = DirectoryOrder.NAME
        rows = rows.filter(name_key__gte=key, name_key__lt=key + "\U0010ffff")
    last = User.objects.filter(pk=after).first() if after else None
    if last:
        rows = rows.filter(_behind(order, last))
    people = tuple(_sorted(order, rows)[: SHOWN + 1])
    more = len(people) > SHOWN
    return Directory(order, words, people[:SHOWN], people[SHOWN - 1].pk if more else 0)


def _behind(order: DirectoryOrder, last: User) -> Q:
    if order == DirectoryOrder.NAME:
        return Q(name_key__gt=last.name_key)
    joined = last.joined_at
    same_moment = Q(joined_at__lt=joined) | Q(joined_at=joined, pk__lt=last.pk)
    return Q(joined_at__lte=joined) & same_moment


def _sorted(order: DirectoryOrder, rows: QuerySet[User]) -> QuerySet[User]:
    by_name = order == DirectoryOrder.NAME
    return rows.order_by("name_key") if by_name else rows.order_by("-joined_at", "-pk")
