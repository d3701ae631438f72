"""The owner's rules about domains, as they hold for what leads there.

They stand in the forum because members write here; sources and feeds, which do not know
each other, ask from further out.
"""

import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.forum.models import Publisher
from rostra.foundation.domains import above, domain_of
from rostra.foundation.versions import current_versions

VERSION = "publishers"
_LINK = re.compile(r'<a [^>]*?href="(https?://[^"]+)"', re.IGNORECASE)
_kept: tuple[tuple[int, ...], Mapping[str, "Ruled"]] | None = None


class Ruled(NamedTuple):
    """What holds for a domain."""

    domain: str
    """The one that the rule was made for."""
    rule: str
    note: str

    @property
    def refusal(self) -> str:
        """What whoever leads there is told."""
        words = _("This community takes nothing from %(domain)s.") % {
            "domain": self.domain
        }
        return f"{words} {self.note}".strip()

    @property
    def refusal_of_link(self) -> str:
        """What whoever links there is told."""
        words = _(
            "Your text links to %(domain)s, and this community takes nothing from there. "
            "Please leave the link out, or link to another page."
        ) % {"domain": self.domain}
        return f"{words} {self.note}".strip()


def rule_for(domain: str) -> Ruled | None:
    """The nearest rule for a domain, its own or one of those above: no query while none
    has changed."""
    rules = _rules()
    return next((rules[name] for name in above(domain) if name in rules), None)


def refusal_of(address: str) -> str:
    """Why what leads to this address is not taken, or `""`."""
    ruled = _rule_at(address)
    return ruled.refusal if ruled and ruled.rule == Publisher.Rule.REFUSE else ""


def is_to_be_held(address: str) -> bool:
    """Whether somebody has to look first at what leads to this address."""
    ruled = _rule_at(address)
    return bool(ruled and ruled.rule == Publisher.Rule.HOLD)


def asks_to_hold_link(author: Reader, address: str) -> bool:
    """The same, for what this author wrote: moderators have looked at their own."""
    is_trusted = author.is_authenticated and (author.is_moderator or author.is_house)
    return not is_trusted and is_to_be_held(address)


def has_rules() -> bool:
    """Whether there are any: no query while none has changed."""
    return bool(_rules())


def check_links(author: Reader, links: Iterable[str]) -> bool:
    """Whether a text has to be held for where it leads. Raises ValidationError, with the
    owner's note, for what is refused."""
    if not _rules() or (author.is_authenticated and author.is_house):
        return False
    ruled = dict.fromkeys(rule for link in links if (rule := _rule_at(link)))
    refused = [one for one in ruled if one.rule == Publisher.Rule.REFUSE]
    if refused:
        raise ValidationError([one.refusal_of_link for one in refused[:5]])
    is_trusted = author.is_authenticated and author.is_moderator
    return not is_trusted and any(one.rule == Publisher.Rule.HOLD for one in ruled)


def domains_to_look_at(links: Iterable[str]) -> tuple[str, ...]:
    """The domains among where these lead that somebody has to look at first."""
    if not _rules():
        return ()
    ruled = (_rule_at(link) for link in links)
    held = [one.domain for one in ruled if one and one.rule == Publisher.Rule.HOLD]
    return tuple(dict.fromkeys(held))


def links_in(html: str) -> list[str]:
    """The addresses of other sites that a text links to."""
    return list(dict.fromkeys(map(unescape, _LINK.findall(html))))


def forget_kept() -> None:
    """Read them anew the next time."""
    global _kept
    _kept = None


def _rule_at(address: str) -> Ruled | None:
    return rule_for(domain_of(address))


def _rules() -> Mapping[str, Ruled]:
    global _kept
    versions = current_versions((VERSION,))
    if _kept is None or _kept[0] != versions:
        rows: Iterable[tuple[str, str, str]]
        rows = Publisher.objects.exclude(rule="").values_list("domain", "rule", "note")
        _kept = (versions, {row[0]: Ruled(*row) for row in rows})
    return _kept[1]
