"""A few words that stand under what a member writes."""

import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.ranks import Rank
from rostra.foundation.markup import render
from rostra.web.site_choices import site

MOST = 300
MOST_LINES = 4
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)")
_TAKEN = {"p", "br", "a", "em", "strong", "del", "code"}


def has_signature(member: User) -> bool:
    """Whether a member may have one: not those who are new, whom machines pass for."""
    return are_shown() and member.role != Rank.NEW


def are_shown() -> bool:
    """Whether the site shows signatures."""
    here = site()
    return bool(here and here.has_signatures)


def check_signature(source: str) -> str:
    """A signature as it is kept, in Markdown; raises ValidationError with what to change."""
    tidy = source.replace("\r\n", "\n").strip()
    lines = [line for line in tidy.split("\n") if line.strip()]
    if len(tidy) > MOST or len(lines) > MOST_LINES:
        words = _("At most %(signs)s characters in %(lines)s lines.")
        raise ValidationError(words % {"signs": MOST, "lines": MOST_LINES})
    if set(_ELEMENT.findall(render(tidy).html)) - _TAKEN:
        raise ValidationError(_("Use only words, links, bold and italic."))
    return tidy


@lru_cache(maxsize=4096)
def signature_html(source: str) -> str:
    """A signature as pages show it; imported ones may be of any kind and length.

    This is the one Markdown that is rendered when it is read: it takes 0.03 ms, once for
    each signature that a process shows, and imports need not know of it.
    """
    try:
        return render(source).html
    except ValidationError:
        return ""
