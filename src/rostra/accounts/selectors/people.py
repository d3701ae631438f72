"""Whom a member follows and ignores."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import Tie, TieKind, User


@dataclass(frozen=True, slots=True)
class TiedMember:
    """Somebody whom a member follows or ignores, and since when."""

    person: User
    since: datetime


@dataclass(frozen=True, slots=True)
class People:
    """All of them, by name."""

    followed: tuple[TiedMember, ...]
    ignored: tuple[TiedMember, ...]


def people_of(*, owner: User) -> People:
    """Everybody a member follows or ignores: one query, for at most 700 of them."""
    ties = Tie.objects.filter(owner=owner).select_related("member")
    rows = sorted(ties, key=lambda one: one.member.name_key)
    return People(followed=_of(rows, TieKind.FOLLOW), ignored=_of(rows, TieKind.IGNORE))


def _of(rows: list[Tie], kind: TieKind) -> tuple[TiedMember, ...]:
    return tuple(TiedMember(t.member, t.made_at) for t in rows if t.kind == kind)
