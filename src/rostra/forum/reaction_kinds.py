"""The words that members can say about posts, as the owner chose them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.html import format_html

from rostra.forum.models import Reaction
from rostra.web.jinja import icon
from rostra.web.site_choices import site


@dataclass(frozen=True, slots=True)
class ReactionKind:
    """One word. `key` is what is stored with a reaction, and never changes."""

    key: str
    name: str = ""
    """Empty for a word that Rostra brings, which every reader sees in their language."""
    emoji: str = ""
    icon: str = ""
    """The name of a drawing of icons.svg; where there is an emoji, it is shown."""
    is_on: bool = True
    """Whether it is offered, and shown where it was said before."""

    @property
    def label(self) -> str:
        built_in = _BUILT_IN.get(self.key)
        return self.name or (str(built_in) if built_in else self.key)

    @property
    def mark(self) -> str:
        """The HTML of its emoji or drawing, which says nothing to screen readers."""
        if self.emoji:
            return format_html('<span aria-hidden="true">{}</span> ', self.emoji)
        return format_html("{} ", icon(self.icon)) if self.icon else ""


_BUILT_IN = {kind.value: kind.label for kind in Reaction.Kind}
DEFAULT = tuple(ReactionKind(key) for key in _BUILT_IN)

Kinds = Mapping[str, ReactionKind]


def reaction_kinds() -> Kinds:
    """Every word by its key, in the owner's order, with those that are switched off.

    No query while the site's row is kept.
    """
    global _known
    row = site()
    stored = row.reactions if row else []
    if _known is None or _known[0] is not stored:
        _known = (stored, read_kinds(stored))
    return _known[1]


_known: tuple[Any, Kinds] | None = None


def offered_kinds() -> tuple[ReactionKind, ...]:
    """The words that can be said now, in the owner's order."""
    return tuple(kind for kind in reaction_kinds().values() if kind.is_on)


def read_kinds(stored: list[dict[str, Any]]) -> Kinds:
    """The words as the site's row has them; those that Rostra brings if it has none."""
    kinds = [ReactionKind(**one) for one in stored] if stored else DEFAULT
    return {kind.key: kind for kind in kinds}


def stored_kinds(kinds: Iterable[ReactionKind]) -> list[dict[str, Any]]:
    """The words as the site's row keeps them."""
    return [asdict(kind) for kind in kinds]
