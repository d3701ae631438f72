"""Kinds of mail that a member can do without. What is about safety always comes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import Reader, User
from rostra.accounts.ranks import HEIGHTS, Rank


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind: its key, what it is in words, and from which rank on it is sent."""

    key: str
    words: Promise
    rank: Rank = Rank.NEW


WAITING = MailKind(
    "waiting",
    _("When new members wait to be let in, at most once an hour"),
    Rank.OWNER,
)

KINDS = {kind.key: kind for kind in (WAITING,)}


def add_mail_kind(kind: MailKind) -> None:
    """Let members decide about one more; raises ValueError if the key is taken."""
    if KINDS.setdefault(kind.key, kind) is not kind:
        raise ValueError(f"there is a mail called {kind.key} already")


def kinds_for(reader: Reader) -> list[MailKind]:
    """What this member may be sent."""
    return [k for k in KINDS.values() if reader.height >= HEIGHTS[k.rank]]


def wants(member: User, kind: MailKind) -> bool:
    """Whether a member has not said that they can do without it."""
    return kind.key not in member.unwanted_mail.split()
