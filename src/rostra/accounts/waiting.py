"""Why a new account waits for an owner, where others are open at once."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_PROOF = "no-proof"
STOP_FORUM_SPAM = "stopforumspam"
AKISMET = "akismet"

REASONS: dict[str, Promise] = {
    NO_PROOF: _("No work of a browser: no JavaScript, no HTTPS, or a machine"),
    STOP_FORUM_SPAM: _("StopForumSpam knows them as a spammer"),
    AKISMET: _("Akismet takes them for a spammer"),
}
"""Key → what the owner reads."""


def reasons_in_words(keys: str) -> list[str]:
    """What User.waiting_reasons holds, in words; unknown keys are left out."""
    return [str(REASONS[key]) for key in keys.split() if key in REASONS]


def as_kept(reasons: Iterable[str]) -> str:
    """Reasons as User.waiting_reasons holds them."""
    return " ".join(sorted(set(reasons)))
