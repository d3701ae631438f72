"""The round mark with initials that stands for a member; a square one for a house."""

from functools import lru_cache
from typing import Protocol

from markupsafe import Markup

TONES = ("", " t1", " t2", " t3", " t4", " t5")
"""CSS classes of the colours, chosen by the member's id, so that they stay."""


class Faced(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def is_house(self) -> bool: ...


def avatar(person: Faced, size: str = "") -> Markup:
    """The mark of a member; `size` is `small`, `huge` or nothing."""
    return _avatar(person.id, person.name, person.is_house, size)


def initials(name: str) -> str:
    """One or two letters of a name."""
    words = [word for word in name.replace("_", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


@lru_cache(maxsize=4096)
def _avatar(member_id: int, name: str, is_house: bool, size: str) -> Markup:
    kind = " house" if is_house else TONES[member_id % len(TONES)]
    return Markup('<span class="avatar{}{}" aria-hidden="true">{}</span>').format(
        kind, f" {size}" if size else "", initials(name)
    )
