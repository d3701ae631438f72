"""Who may make an account: the owner's choice, asked of every way to make one."""

import re
import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from rostra.web.models import SignUp
from rostra.web.site_choices import site


def require_open() -> None:
    """Raise PermissionDenied, saying so, where no accounts are made at present."""
    here = site()
    if here and here.sign_up == SignUp.CLOSED:
        raise PermissionDenied(
            _("No new accounts are made here at present. You can read everything.")
        )


def question() -> str:
    """What a newcomer is asked, or nothing."""
    here = site()
    if here is None or here.sign_up != SignUp.QUESTION:
        return ""
    return here.sign_up_question


def check_answer(answer: str) -> None:
    """Raise ValidationError unless this answers the question, if there is one."""
    here = site()
    if not question() or here is None:
        return
    taken = {_plain(known) for known in here.sign_up_answers.split(",")} - {""}
    if _plain(answer) not in taken:
        raise ValidationError(_("That is not the answer. Ask somebody who is here."))


def _plain(words: str) -> str:
    """Words as they are compared: letters and digits only, small."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return re.sub(r"[\W_]+", " ", folded[:400]).strip()
