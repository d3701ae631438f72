"""What is done when a member closes their account, in pieces that can be done twice.

Each package says in `ready` what of its own is forgotten, what stays and why, and which
steps change what others wrote. A test finds every model that points at a member and is
in neither list.
"""

from django.db import models

from rostra.accounts.models import (
    Closing,
    FormerName,
    Membership,
    Merging,
    ProfileAnswer,
    Session,
    StaffLook,
    Tie,
    User,
)
from rostra.accounts.steps import AT_ONCE, Step, add_to

STEPS: list[Step] = []

FORGOTTEN: dict[type[models.Model], str] = {
    Tie: "owner",
    ProfileAnswer: "user",
    FormerName: "member",
}
"""Models whose rows of a member are deleted, each with the name of the key to them."""

STAYING: dict[type[models.Model], str] = {
    User: "the neutral name that posts stand under",
    Closing: "how far it has come; it holds no name once that is done",
    Merging: "the page of an account that was merged into theirs leads to theirs",
    StaffLook: "what staff looked at is known for a year, whoever it was about",
}
"""Models whose rows stay, each with the reason."""

DOORS: dict[type[models.Model], str] = {Session: "user", Membership: "user"}
"""What lets somebody in or gives them rights: deleted at once, as FORGOTTEN is later."""


def add_step(step: Step) -> None:
    """Have one more thing done; raises ValueError for a key twice."""
    add_to(STEPS, step)


def forget_rows(closing: Closing) -> bool:
    """The last step: delete what is forgotten, a few thousand rows at a time."""
    for model, by in FORGOTTEN.items():
        theirs = model._default_manager.filter(**{by: closing.user_id})
        some = list(theirs.values_list("pk", flat=True)[:AT_ONCE])
        if some:
            model._default_manager.filter(pk__in=some).delete()
            return False
    return True
