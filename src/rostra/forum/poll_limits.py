"""What a poll may ask and offer; knows no tables, as importers read without any."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_OPTIONS = 20
LONGEST_QUESTION = 200
LONGEST_OPTION = 150


def check_question(question: str) -> str:
    """The question without stray space; raises ValidationError saying what to change."""
    question = " ".join(question.split())
    if not question:
        raise ValidationError(_("Say what the poll asks."))
    if len(question) > LONGEST_QUESTION:
        raise ValidationError(
            _("This question has %(have)s characters. Use at most %(most)s.")
            % {"have": len(question), "most": LONGEST_QUESTION}
        )
    return question


def check_options(options: Sequence[str]) -> tuple[str, ...]:
    """The options without stray space and empty ones; raises ValidationError."""
    tidy = [" ".join(option.split()) for option in options]
    tidy = [option for option in tidy if option]
    if len(tidy) < 2:
        raise ValidationError(_("Give at least two options, each on its own line."))
    if len(tidy) > MOST_OPTIONS:
        raise ValidationError(
            _("These are %(have)s options. Give at most %(most)s.")
            % {"have": len(tidy), "most": MOST_OPTIONS}
        )
    if long := next((o for o in tidy if len(o) > LONGEST_OPTION), ""):
        raise ValidationError(
            _("The option “%(option)s …” is too long. Use at most %(most)s characters.")
            % {"option": long[:40], "most": LONGEST_OPTION}
        )
    if len({option.casefold() for option in tidy}) < len(tidy):
        raise ValidationError(_("Two of these options are the same."))
    return tuple(tidy)
