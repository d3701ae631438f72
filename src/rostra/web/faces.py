"""What stands for a member: their picture, or a round mark with initials; a square one
for a house."""

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
    @property
    def face(self) -> str: ...


def avatar(person: Faced, size: str = "") -> Markup:
    """The picture or mark of a member; `size` is `small`, `huge` or nothing."""
    if person.face:
        return _picture(person.face, person.is_house, size)
    return _avatar(person.id, person.name, person.is_house, size)


def initials(name: str) -> str:
    """One or two letters of a name."""
    words = [word for word in name.replace("_", " ").split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


@lru_cache(maxsize=4096)
def _picture(face: str, is_house: bool, size: str) -> Markup:
    # The name stands beside it, so it says nothing more to who cannot see it.
    return Markup(
        '<img class="avatar{}{}" src="/media/{}" alt="" width="40" height="40" loading="lazy">'
    ).format(" house" if is_house else "", f" {size}" if size else "", face)


@lru_cache(maxsize=4096)
def _avatar(member_id: int, name: str, is_house: bool, size: str) -> Markup:
    kind = " house" if is_house else TONES[member_id % len(TONES)]
    return Markup('<span class="avatar{}{}" aria-hidden="true">{}</span>').format(
        kind, f" {size}" if size else "", initials(name)
    )
