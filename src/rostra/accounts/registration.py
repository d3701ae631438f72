"""Who may make an account: the owner's choice, asked of every way to make one."""

import re
import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rostra.accounts.services.inviting import is_good
from rostra.web.models import SignUp
from rostra.web.site_choices import site

WAITING = "/sign-up/waiting/"
"""The page that says that an account is not open yet."""

INVITATION = "invitation"
"""Where the session keeps the code of the link that somebody came with."""


def require_open(request: HttpRequest) -> None:
    """Raise PermissionDenied, saying so, where this guest can make no account."""
    here = site()
    if here and here.sign_up == SignUp.CLOSED:
        raise PermissionDenied(
            _("No new accounts are made here at present. You can read everything.")
        )
    if needs_invitation() and not is_good(invitation_of(request)):
        raise PermissionDenied(
            _(
                "New members come by invitation here. Ask somebody who is here for a "
                "link. You can read everything without an account."
            )
        )


def needs_invitation() -> bool:
    """Whether an account is made only with an invitation."""
    here = site()
    return bool(here and here.sign_up == SignUp.INVITATION)


def note_invitation(request: HttpRequest) -> None:
    """Remember the good invitation of the link that was followed, until it is used."""
    code = request.GET.get("invitation", "")[:32]
    if needs_invitation() and is_good(code):
        request.session[INVITATION] = code


def invitation_of(request: HttpRequest) -> str:
    """The code of the invitation that is to be used, or nothing where none is needed."""
    if not needs_invitation():
        return ""
    return str(request.session.get(INVITATION, ""))


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
