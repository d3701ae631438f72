"""What becomes of everything of an account that is merged into another.

Each package says in `ready` for every key to a member what happens to it: moved, or not
and why. A test finds every key of which nothing is said.
"""

from functools import partial

from django.db import models

from rostra.accounts.models import (
    Closing,
    FormerName,
    Invitation,
    Membership,
    Merging,
    ProfileAnswer,
    Session,
    StaffLook,
    Tie,
)
from rostra.accounts.services.tying import repeat_ignored
from rostra.accounts.steps import AT_ONCE, Step, add_to

STEPS: list[Step] = []

DECIDED: dict[tuple[type[models.Model], str], str] = {}
"""Model and name of its key to a member → what becomes of it, in a few words."""

_IN = "ways in end when the merging begins"
_RIGHTS = "rights of one account are never given to another by merging"


def add_merge_step(step: Step, *decided: tuple[type[models.Model], str]) -> None:
    """Have one more thing done, which is all that these keys need."""
    add_to(STEPS, step)
    DECIDED.update(dict.fromkeys(decided, f"moved by the step {step.key}"))


def add_move(model: type[models.Model], by: str, *, beside: str = "") -> None:
    """Have the rows of a model become the other's.

    `beside` names the key that may stand only once with a member, such as the topic of
    a Follow: where the other has one too, theirs stays and this one goes.
    """
    work = partial(_move, model, by, beside)
    add_merge_step(Step(f"{model._meta.model_name}-{by}", work), (model, by))


def _move(model: type[models.Model], by: str, beside: str, merging: Merging) -> bool:
    rows = model._default_manager
    theirs = rows.filter(**{by: merging.gone_id})
    some = list(theirs.values_list("pk", flat=True)[:AT_ONCE])
    moving = rows.filter(pk__in=some)
    if beside:
        there = rows.filter(**{by: merging.kept_id}).values(beside)
        moving.filter(**{f"{beside}__in": there}).delete()
    moving.update(**{by: merging.kept_id})
    return not some


def _move_ties(merging: Merging) -> bool:
    """Whom the one followed or ignored, and who did so with them; never oneself."""
    gone, kept = merging.gone_id, merging.kept_id
    both = [gone, kept]
    Tie.objects.filter(owner__in=both, member__in=both).delete()
    touched = set(Tie.objects.filter(member=gone).values_list("owner", flat=True)[:200])
    for by, beside in (("owner", "member"), ("member", "owner")):
        moving = Tie.objects.filter(**{by: gone})
        if by == "member":
            moving = moving.filter(owner__in=touched)
        there = Tie.objects.filter(**{by: kept}).values(beside)
        moving.filter(**{f"{beside}__in": there}).delete()
        moving.update(**{by: kept})
    for owner_id in sorted({*touched, kept}):
        repeat_ignored(owner_id)
    return not touched


def add_steps() -> None:
    """What accounts themselves have of a member. Called once, when the app is ready."""
    add_move(Invitation, "made_by")
    add_move(StaffLook, "staff")
    add_move(StaffLook, "member")
    add_move(FormerName, "member")
    add_move(ProfileAnswer, "user", beside="field")
    add_merge_step(Step("ties", _move_ties), (Tie, "owner"), (Tie, "member"))
    DECIDED.update(
        {
            (Session, "user"): _IN,
            (Membership, "user"): _RIGHTS,
            (Closing, "user"): "an account that was closed is not merged",
            (Merging, "gone"): "an account goes once",
            (Merging, "kept"): "its page leads on, to the one that is kept last",
            (Merging, "asked_by"): "who asked is who asked",
        }
    )
