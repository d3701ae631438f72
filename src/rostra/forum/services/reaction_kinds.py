"""Choose the words that members can say about posts."""

import unicodedata
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.forum.reaction_kinds import (
    Kinds,
    ReactionKind,
    read_kinds,
    stored_kinds,
)
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible
from rostra.web.models import Site

MOST_KINDS = 20
LONGEST_NAME = 30
LONGEST_EMOJI = 8
"""Code points: enough for a family of four with joiners and a skin tone."""

_JOINERS = frozenset("\u200d\ufe0f\ufe0e")


def check_name(name: str) -> str:
    """The name without stray space; raises ValidationError saying what to change."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError(
            _("Give it a name: a picture alone says nothing to some.")
        )
    if len(name) > LONGEST_NAME:
        raise ValidationError(
            _("Use at most %(most)s characters.") % {"most": LONGEST_NAME}
        )
    return name


def check_emoji(emoji: str) -> str:
    """An emoji or nothing; raises ValidationError for anything else."""
    emoji = emoji.strip()
    if len(emoji) > LONGEST_EMOJI or not all(map(_is_of_emoji, emoji)):
        raise ValidationError(_("Put one emoji here, and no letters."))
    return emoji


@transaction.atomic
def make_kind(*, owner: User, name: str, emoji: str = "", icon: str = "") -> str:
    """Offer one more word, behind the others; gives its key.

    Raises PermissionDenied, and ValidationError for what cannot be one.
    """
    SitePolicy(owner).govern().or_raise()
    site = _locked_site()
    kinds = list(read_kinds(site.reactions).values())
    if len(kinds) >= MOST_KINDS:
        words = _("There are %(most)s reactions, and more is not possible.")
        raise ValidationError(words % {"most": MOST_KINDS})
    name = check_name(name)
    _check_free(kinds, name)
    key = _free_key(name, {kind.key for kind in kinds})
    _write(site, [*kinds, ReactionKind(key, name, check_emoji(emoji), icon)])
    return key


@transaction.atomic
def change_kind(
    *, owner: User, key: str, name: str, emoji: str = "", icon: str = ""
) -> None:
    """Call a word something else; what was said with it is then called so, too.

    Raises PermissionDenied, NotVisible, and ValidationError.
    """
    SitePolicy(owner).govern().or_raise()
    site = _locked_site()
    kinds = read_kinds(site.reactions)
    kind = _among(kinds, key)
    name = check_name(name)
    _check_free([other for other in kinds.values() if other is not kind], name)
    # A word of Rostra's that keeps its name goes on being translated.
    kept = kind.name if name == kind.label else name
    changed = replace(kind, name=kept, emoji=check_emoji(emoji), icon=icon)
    _write(site, [changed if one is kind else one for one in kinds.values()])


@transaction.atomic
def switch_kind(*, owner: User, key: str, on: bool) -> None:
    """Offer a word, or no longer. What was said with it is kept, and counted and shown
    again when it is switched on.

    Raises PermissionDenied and NotVisible.
    """
    SitePolicy(owner).govern().or_raise()
    site = _locked_site()
    kinds = read_kinds(site.reactions)
    kind = _among(kinds, key)
    changed = replace(kind, is_on=on)
    _write(site, [changed if one is kind else one for one in kinds.values()])


@transaction.atomic
def move_kind(*, owner: User, key: str, up: bool) -> None:
    """Put a word one place up or down; at the end it stays where it is.

    Raises PermissionDenied and NotVisible.
    """
    SitePolicy(owner).govern().or_raise()
    site = _locked_site()
    kinds = read_kinds(site.reactions)
    order = list(kinds.values())
    at = order.index(_among(kinds, key))
    to = min(max(at + (-1 if up else 1), 0), len(order) - 1)
    order.insert(to, order.pop(at))
    _write(site, order)


def _locked_site() -> Site:
    site = Site.objects.select_for_update().filter(pk=1).first()
    if site is None:
        raise NotVisible("site")
    return site


def _write(site: Site, kinds: list[ReactionKind]) -> None:
    site.reactions = stored_kinds(kinds)
    site.save(update_fields=["reactions"])
    raise_versions("site")


def _among(kinds: Kinds, key: str) -> ReactionKind:
    kind = kinds.get(key)
    if kind is None:
        raise NotVisible("reaction")
    return kind


def _check_free(kinds: list[ReactionKind], name: str) -> None:
    if any(kind.label.casefold() == name.casefold() for kind in kinds):
        raise ValidationError(_("There is a reaction of this name already."))


def _free_key(name: str, taken: set[str]) -> str:
    base = slugify(name)[:16].strip("-_") or "word"
    keys = (base if n == 1 else f"{base}-{n}" for n in range(1, MOST_KINDS + 2))
    return next(key for key in keys if key not in taken)


def _is_of_emoji(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) in ("So", "Sk", "Mn")
