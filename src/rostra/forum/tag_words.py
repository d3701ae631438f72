"""What tags are compared by, and what they become in an address.

Two tags may not look the same. Within one script that is for an owner to say, with a
synonym; across scripts letters that look alike count as one, and are not mixed.
"""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rostra.accounts.names import mixes_scripts, name_key, script_look, tidy_name

LONGEST_TAG = 40
MOST_TAGS = 5
LONGEST_FIELD = 400
"""Characters that are read of what somebody typed."""
_COMMAS = re.compile(r"[,;\n،、，؛；]")
_JOINERS = "\u200c\u200d"
"""They have no looks of their own, but words of some languages are wrong without."""


def tag_slug(name: str) -> str:
    """A tag in an address: small letters and digits of any script; empty if none is left.

    Unlike Django's slugs these keep vowel signs, without which Hindi is not Hindi.
    """
    kept = (
        c if unicodedata.category(c)[0] in "LNM" or c in _JOINERS else "-"
        for c in name_key(name)
    )
    return re.sub("-+", "-", "".join(kept)).strip(f"-{_JOINERS}")[:60].rstrip("-")


def tag_key(name: str) -> str:
    """What two tags must not share: capitals, signs and scripts do not tell them apart."""
    slug = tag_slug(name)
    return script_look("".join(c for c in slug if c not in _JOINERS))[:60]


def tag_url(name: str) -> str:
    """The path of a tag's page."""
    return f"/tag/{quote(tag_slug(name))}/"


def tag_version(name: str) -> str:
    """The version on which everything depends that lists the topics of a tag."""
    return f"tag:{quote(tag_slug(name))}"


def tidy_tag(typed: str) -> str:
    """A tag as it is shown: no sign of number before it, no stray space."""
    words = "".join(
        " " if unicodedata.category(c)[0] in "CZ" and c not in _JOINERS else c
        for c in typed
    )
    return tidy_name(words.strip().lstrip("#"))


def split_tags(typed: str) -> tuple[str, ...]:
    """The tags in what somebody typed, between commas of any script; each once."""
    named: dict[str, str] = {}
    for part in _COMMAS.split(typed[: 10 * LONGEST_FIELD]):
        if name := tidy_tag(part):
            named.setdefault(tag_key(name) or name, name)
    return tuple(named.values())


def check_tag_names(names: Iterable[str]) -> tuple[str, ...]:
    """The same tags; raises ValidationError saying which of them will not do, and why."""
    names = tuple(names)
    if len(names) > MOST_TAGS:
        raise ValidationError(
            ngettext(
                "Use at most %(most)s tag.", "Use at most %(most)s tags.", MOST_TAGS
            )
            % {"most": MOST_TAGS}
        )
    for name in names:
        check_tag_name(name)
    return names


def check_tag_name(name: str) -> str:
    """The tag's name, tidied; raises ValidationError saying why it will not do."""
    name = tidy_tag(name)
    wrong = ""
    if len(name) > LONGEST_TAG:
        wrong = _("A tag has at most %(most)s characters: “%(name)s” is longer.")
    elif _COMMAS.search(name):
        wrong = _("“%(name)s” has a comma in it, which parts tags.")
    elif not tag_slug(name):
        wrong = _("“%(name)s” needs letters or digits to be a tag.")
    elif mixes_scripts(name):
        wrong = _("“%(name)s” mixes letters of scripts that look alike.")
    if wrong:
        raise ValidationError(wrong % {"name": name[:60], "most": LONGEST_TAG})
    return name
