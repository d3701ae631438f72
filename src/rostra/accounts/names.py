"""What a member's name is compared by, and what it becomes in an address."""

import re
import unicodedata

from django.utils.text import slugify

_SPACES = re.compile(r"\s+")


def tidy_name(name: str) -> str:
    """The name as it is kept: NFC, single spaces, none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", name)).strip()


def name_key(name: str) -> str:
    """What two names must not share: NFKC, case folded (Unicode 3.13), single spaces."""
    folded = unicodedata.normalize("NFKC", tidy_name(name)).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", folded)).strip()


def name_slug(name: str) -> str:
    """The readable part of a member's address; `member` when nothing is left."""
    return slugify(name, allow_unicode=True)[:60].strip("-_") or "member"
