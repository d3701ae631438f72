"""What there is to be allowed, and who is allowed it where the owner has said nothing."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rostra.accounts.ranks import Rank


class Right(StrEnum):
    """What one can be allowed in a category."""

    SEE = "see"
    READ = "read"
    REPLY = "reply"
    START = "start"
    REACT = "react"
    NEW_TAGS = "new-tags"
    MODERATE = "moderate"


EDIT_LATE = "edit-late"
"""A right on the whole site: how old a post is does not depend on where it stands."""


@dataclass(frozen=True, slots=True)
class RightMeaning:
    """A right as an owner reads of it."""

    key: str
    label: str | Promise
    meaning: str | Promise
    default: Rank
    """The lowest rank that has it at first."""
    is_everywhere: bool = False
    """Whether it is given for the whole site, and not category by category."""


RIGHTS: dict[str, RightMeaning] = {}
"""All rights by their keys, in the order that owners see them."""


def add_right(meaning: RightMeaning) -> None:
    """Let owners decide about one more; raises ValueError if the key is taken."""
    if meaning.key in RIGHTS:
        raise ValueError(f"there is a right called {meaning.key} already")
    RIGHTS[meaning.key] = meaning


SCHEDULE = "schedule"
"""The right to have a text posted later, on the whole site."""


for _key, _label, _meaning, _default in (
    (Right.SEE, _("See"), _("Know that the category is there."), Rank.GUEST),
    (Right.READ, _("Read"), _("Open its topics."), Rank.GUEST),
    (Right.REPLY, _("Reply"), _("Write under topics."), Rank.NEW),
    (Right.START, _("Start topics"), _("Open a topic of their own."), Rank.NEW),
    (Right.REACT, _("React"), _("Say with one word what they think."), Rank.NEW),
    (
        Right.NEW_TAGS,
        _("Make tags"),
        _("Give a topic tags that are on no other; whoever starts topics uses others."),
        Rank.MEMBER,
    ),
    (
        Right.MODERATE,
        _("Moderate"),
        _("Lock, pin, hide, move, merge and split; edit what others wrote."),
        Rank.MODERATOR,
    ),
):
    add_right(RightMeaning(_key, _label, _meaning, _default))

add_right(
    RightMeaning(
        EDIT_LATE,
        _("Edit later"),
        _("Change what they wrote for as long as they like; others, for the time set."),
        Rank.NEW,
        is_everywhere=True,
    )
)

add_right(
    RightMeaning(
        SCHEDULE,
        _("Post later"),
        _("Have a text posted by itself at a time they choose."),
        Rank.EDITOR,
        is_everywhere=True,
    )
)
