"""What somebody may be called from now on."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from rostra.accounts.models import FormerName, User
from rostra.accounts.names import (
    mixes_scripts,
    name_key,
    name_look,
    speaks_for_the_site,
    tidy_name,
)
from rostra.accounts.services.leaving import is_reserved, neutral_name

# Control and invisible characters, and those that turn the direction of a line.
_UNSEEN = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]"
)

# Struck through (U+0334 to U+0338), or more than three marks on one letter: no script
# that people write in needs either.
_PILED = re.compile(r"[\u0334-\u0338]|[\u0300-\u036f]{4}")


def check_name(value: str, *, member_id: int = 0) -> str:
    """A name, tidied, that a newcomer or a member may have from now on.

    A member's own names, also former ones, are free to them. Raises ValidationError
    saying what to change.
    """
    name = tidy_name(value)
    if not 2 <= len(name) <= 40:
        raise ValidationError(_("Use a name of 2 to 40 characters."))
    if _UNSEEN.search(name) or any(unicodedata.category(c) == "Co" for c in name):
        raise ValidationError(_("Leave out characters that can't be seen."))
    if not any(c.isalnum() for c in name):
        raise ValidationError(_("Use at least one letter or digit."))
    if any(c in '<>@"/\\' for c in name):
        raise ValidationError(_('Leave out < > @ " / and \\.'))
    if _PILED.search(unicodedata.normalize("NFD", name)):
        raise ValidationError(_("Leave out signs that are piled up or struck through."))
    if mixes_scripts(name):
        raise ValidationError(_("Use letters of one alphabet in a word."))
    _check_free(name, member_id)
    return name


def _check_free(name: str, member_id: int) -> None:
    key, look = name_key(name), name_look(name)
    if speaks_for_the_site(name) or look.startswith(name_look(neutral_name())):
        raise ValidationError(
            _("“%(name)s” would speak for the site. Choose another.") % {"name": name}
        )
    # Whoever was here first keeps their name, also a name that an import brought.
    alike = models.Q(name_key=key) | models.Q(name_look=look)
    is_taken = (
        len(key) > 240
        or User.objects.filter(alike).exclude(pk=member_id).exists()
        or FormerName.objects.filter(alike).exclude(member=member_id).exists()
    )
    if is_taken or is_reserved(name):
        raise ValidationError(
            _("“%(name)s” is taken, or looks like a name that is. Choose another.")
            % {"name": name}
        )
