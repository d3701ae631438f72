"""Make an empty installation a community: its name, its owner, its first categories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import User
from rostra.accounts.services.setting_up import make_first_owner
from rostra.forum.services.arranging import make_category
from rostra.foundation.versions import raise_versions
from rostra.web.models import Site

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category to begin with."""

    key: str
    name: StrOrPromise
    description: StrOrPromise
    audience: str = "everyone"


SUGGESTIONS = (
    Suggestion("news", _("News"), _("Stories, and what we make of them.")),
    Suggestion(
        "politics",
        _("Politics & Government"),
        _("Votes, councils, ministries and elections."),
    ),
    Suggestion("money", _("Work & Money"), _("Wages, prices, housing and pensions.")),
    Suggestion("local", _("Local"), _("What happens around the corner.")),
    Suggestion(
        "everything", _("Everything else"), _("Introductions, gardens, the quiz.")
    ),
    Suggestion(
        "site", _("About this site"), _("Questions, suggestions and house rules.")
    ),
    Suggestion("staff", _("Moderators"), _("Only moderators see this."), "staff"),
)


@transaction.atomic
def set_up(
    *,
    site_name: str,
    description: str,
    categories: Iterable[str],
    name: str,
    email: str,
    password: str,
) -> User:
    """Write the site's row, its owner and the chosen categories; gives the owner.

    Raises ValidationError if there is an owner already.
    """
    owner = make_first_owner(name=name, email=email, password=password)
    Site.objects.update_or_create(
        pk=1, defaults={"name": site_name, "description": description}
    )
    wanted = set(categories)
    chosen = [s for s in SUGGESTIONS if s.key in wanted] or [SUGGESTIONS[0]]
    for position, suggestion in enumerate(chosen):
        make_category(
            name=str(suggestion.name),
            description=str(suggestion.description),
            audience=suggestion.audience,
            position=position,
        )
    raise_versions("site", "lists")
    return owner
