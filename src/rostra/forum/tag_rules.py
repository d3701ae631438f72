"""Which tags topics of a category may have, and must have, as its owner says."""

from collections.abc import Collection
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class TagRule(models.TextChoices):
    ANY = "any", gettext_lazy("Any tags, or none")
    NONE = "none", gettext_lazy("No tags")
    ONE = "one", gettext_lazy("At least one of those below, and any others")
    ONLY = "only", gettext_lazy("Only those below, or none")
    MUST = "must", gettext_lazy("Only those below, and at least one of them")


WITH_CHOICES = (TagRule.ONE, TagRule.ONLY, TagRule.MUST)
"""Rules that say something about certain tags."""
MOST_CHOICES = 60
"""Tags that one category lists."""
_LIMITED = (TagRule.ONLY, TagRule.MUST)
_NEEDED = (TagRule.ONE, TagRule.MUST)


class RuledPlace(Protocol):
    """A category, or a page's row of one."""

    @property
    def tag_rule(self) -> str: ...
    @property
    def tag_choices(self) -> Collection[str]: ...


def has_tags(place: RuledPlace) -> bool:
    """Whether topics there can have any."""
    return place.tag_rule != TagRule.NONE


def is_limited(place: RuledPlace) -> bool:
    """Whether they can have only those that the owner listed."""
    return place.tag_rule in _LIMITED


def needs_tag(place: RuledPlace) -> bool:
    """Whether they must have one of those that the owner listed."""
    return place.tag_rule in _NEEDED


def check_rule(
    place: RuledPlace, names: Collection[str], listed: Collection[bool]
) -> None:
    """Raise ValidationError if topics there cannot have these tags.

    `listed` says for each of them whether the owner listed it for the place.
    """
    known = ", ".join(place.tag_choices)
    if names and not has_tags(place):
        raise ValidationError(_("Topics in this category have no tags."))
    if is_limited(place) and not all(listed):
        wrong = next(n for n, ok in zip(names, listed, strict=True) if not ok)
        raise ValidationError(
            _("“%(name)s” is not used here. Choose among these tags: %(known)s.")
            % {"name": wrong, "known": known}
        )
    if needs_tag(place) and not any(listed):
        raise ValidationError(
            _("Choose at least one of these tags: %(known)s.") % {"known": known}
        )
