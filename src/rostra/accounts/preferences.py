"""What a member may prefer, and among what they choose."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rostra.accounts.mail_kinds import MailKind
from rostra.accounts.models import Reader
from rostra.accounts.models.user import AfterReply, MentionsFrom, Signatures
from rostra.web.look import DENSITIES, SPOKEN, TEXTS, THEMES, Look

MOST_PER_PAGE = 200
_REGIONS = frozenset(
    "Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split()
)


def page_sizes() -> tuple[int, ...]:
    """How many posts of a topic a page may have, the site's own number first.

    None is smaller, so that a post named in an address is never missing on its page.
    """
    site: int = settings.POSTS_PER_PAGE
    return (site, *(n for n in (2 * site, 4 * site) if n <= MOST_PER_PAGE))


def page_size(reader: Reader) -> int:
    """How many posts of a topic this reader wants on a page."""
    wanted = reader.posts_per_page
    return wanted if wanted in page_sizes() else page_sizes()[0]


def zones() -> list[tuple[str, list[str]]]:
    """The time zones that are named after cities, by region."""
    named = sorted(z for z in available_timezones() if z.split("/")[0] in _REGIONS)
    return [(k, list(v)) for k, v in groupby(named, lambda zone: zone.split("/")[0])]


def _zone_choices() -> list[tuple[str, str]]:
    return [("", ""), ("UTC", "UTC"), *((z, z) for _, some in zones() for z in some)]


class PreferencesForm(forms.Form):
    """Everything on the page, in one form."""

    time_zone = forms.ChoiceField(choices=_zone_choices, required=False)
    posts_per_page = forms.TypedChoiceField(
        choices=lambda: [(n, n) for n in (0, *page_sizes()[1:])], coerce=int
    )
    after_reply = forms.ChoiceField(choices=AfterReply)
    signatures = forms.ChoiceField(choices=Signatures)
    hides_presence = forms.BooleanField(required=False)
    mentions_from = forms.ChoiceField(choices=MentionsFrom)
    theme = forms.ChoiceField(choices=[(t, t) for t in THEMES])
    text = forms.ChoiceField(choices=[(t, t) for t in TEXTS])
    density = forms.ChoiceField(choices=[(d, d) for d in DENSITIES])
    language = forms.ChoiceField(choices=[(s, s) for s in SPOKEN], required=False)

    mail = forms.MultipleChoiceField(required=False)
    """The kinds that are wanted."""

    def __init__(
        self, *args: Any, kinds: Iterable[MailKind] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].choices = [(k.key, k.words) for k in kinds]
        for field in self.fields.values():
            words = _("Choose one of those that are offered.")
            field.error_messages |= {"required": words, "invalid_choice": words}

    def preferences(self) -> dict[str, Any]:
        """What was chosen, for change_preferences."""
        chosen = dict(self.cleaned_data)
        look = Look(*(chosen.pop(part) for part in Look._fields))
        offered = {key for key, _words in self.fields["mail"].choices}
        unwanted = offered - set(chosen.pop("mail"))
        return {**chosen, "look": look, "unwanted_mail": unwanted}
