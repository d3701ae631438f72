"""The mails about an account, by the names that django-allauth gives them."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from rostra.accounts.models import User
from rostra.web.dates import day_and_time
from rostra.web.mail import Letter

Known = dict[str, Any]


ASKED_FOR = (
    "account/email/login_code",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/password_reset_code",
    "account/email/unknown_account",
    "account/email/account_already_exists",
)
"""Those that anybody can have sent to any address: they are counted."""


NO_WAY_IN = (
    "account/email/unknown_account",
    "account/email/account_already_exists",
)
"""Those for whoever has no account that opens: an import may have brought one."""


def letter_for(template: str, known: Known) -> Letter:
    """The mail of this name; raises KeyError if there is none."""
    return _LETTERS[template](known)


def link_to(path: str) -> str:
    """The whole address of a path of this site; empty if no address is configured."""
    # Without a configured address the host is whatever a request said, and a stranger's
    # request must not put a stranger's link into somebody's mail.
    return f"{settings.ROSTRA_ADDRESS}{path}" if settings.ROSTRA_ADDRESS else ""


def _sign_in_code(known: Known) -> Letter:
    return Letter(
        _("Your code to sign in"),
        [
            _("Type this code on the page that is open in your browser:"),
            _("It is good for a few minutes, and only in that browser."),
            _(
                "You did not ask for it? Then somebody else gave your address. "
                "Do nothing, and tell nobody the code."
            ),
        ],
        code=known["code"],
    )


def _confirm(known: Known) -> Letter:
    return Letter(
        _("Confirm your address"),
        [
            _("Type this code on the page that is open in your browser:"),
            _("It shows that this address is yours."),
            _("You did not ask for it? Then do nothing, and it comes to nothing."),
        ],
        code=known["code"],
    )


def _reset(known: Known) -> Letter:
    return Letter(
        _("Your code for a new password"),
        [
            _("Type this code on the page that is open in your browser:"),
            _("Then you can choose a new password. The old one is good until then."),
            _("You did not ask for it? Then do nothing, and tell nobody the code."),
        ],
        code=known["code"],
    )


def _unknown(known: Known) -> Letter:
    return Letter(
        _("There is no account with this address"),
        [
            _("Somebody asked for a code, with this address, but no account has it."),
            _("Was it you? Then try another address of yours, or create an account."),
        ],
        link=link_to("/sign-up/"),
    )


def _exists(known: Known) -> Letter:
    return Letter(
        _("You have an account already"),
        [
            _("Somebody wanted to create an account with this address."),
            _(
                "Was it you? Then sign in. If you have forgotten your password, you can "
                "set a new one."
            ),
        ],
        link=link_to("/account/password/reset/"),
    )


def claim_letter(path: str) -> Letter:
    """What somebody is told whose account an import brought, and who asked for a way in."""
    link = link_to(path)
    return Letter(
        _("Your account from the old forum is here"),
        [
            _("Somebody gave your address here: to sign in, or to create an account."),
            _(
                "Was it you? Then make the account from the old forum yours, with all "
                "that you wrote. You choose a password on this page, which is good for "
                "two days:"
            ),
            *([] if link else [path]),
            _("If it was not you, do nothing."),
        ],
        link=link,
    )


def _told(subject: str, *lines: str) -> Letter:
    """Something has changed; whoever did not do it should do something about it."""
    return Letter(
        subject,
        [
            *lines,
            _("It was not you? Then set a new password, and sign out everywhere, now."),
        ],
        link=link_to("/account/password/reset/"),
    )


def _at(known: Known) -> str:
    return _("From the address %(address)s, with %(browser)s.") % {
        "address": known.get("ip", ""),
        "browser": known.get("user_agent", ""),
    }


def _new_browser(known: Known) -> Letter:
    return _told(
        _("A new browser signed in"),
        _("Somebody signed in to your account with a browser that we had not seen."),
        _at(known),
    )


def _password_changed(known: Known) -> Letter:
    return _told(
        _("Your password was changed"),
        _("Your account has a new password, and is signed out everywhere else."),
        _at(known),
    )


def _email_changed(known: Known) -> Letter:
    return _told(
        _("Your address was changed"),
        _("Your account has another mail address now: %(to)s.")
        % {"to": known["to_email"]},
        _at(known),
    )


def waiting_letter(count: int) -> Letter:
    """What an owner is told when new members wait to be let in."""
    return Letter(
        ngettext(
            "%(count)s new member waits for you",
            "%(count)s new members wait for you",
            count,
        )
        % {"count": count},
        [
            _("They cannot sign in until an owner lets them in."),
            _("Your preferences say whether you get this mail."),
        ],
        link=link_to("/control/waiting/"),
    )


def approval_letter() -> Letter:
    """What a new member is told who has been let in."""
    return Letter(
        _("Your account is open"),
        [_("You can sign in now, with the name and the password that you chose.")],
        link=link_to("/sign-in/"),
    )


def renaming_letter(member: User) -> Letter:
    """What a member is told whom an owner gave another name."""
    return Letter(
        _("You have another name here"),
        [
            _("An owner of the site changed your member name. It is now: %(name)s")
            % {"name": member.name},
            _("What you wrote stands under it, and nobody else gets your old name."),
        ],
        link=link_to(member.get_absolute_url()),
    )


def suspension_letter(member: User) -> Letter:
    """What a member is told who is kept out for a time or for good."""
    until = member.suspended_until
    return Letter(
        _("Your account is suspended"),
        [
            _("You can sign in again after %(day)s (UTC).")
            % {"day": day_and_time(until.astimezone(UTC))}
            if until
            else _("You can no longer sign in. What you wrote is still here."),
            _("The reason: %(reason)s") % {"reason": member.suspension_reason},
        ],
    )


def _factors_changed(what: str) -> Callable[[Known], Letter]:
    return lambda known: _told(_("How you sign in was changed"), _(what), _at(known))


_LETTERS: dict[str, Callable[[Known], Letter]] = {
    "account/email/login_code": _sign_in_code,
    "account/email/email_confirmation": _confirm,
    "account/email/email_confirmation_signup": _confirm,
    "account/email/password_reset_code": _reset,
    "account/email/unknown_account": _unknown,
    "account/email/account_already_exists": _exists,
    "account/email/password_reset": _password_changed,
    "account/email/password_changed": _password_changed,
    "account/email/password_set": _password_changed,
    "account/email/email_changed": _email_changed,
    "new_browser": _new_browser,
    "socialaccount/email/account_connected": _factors_changed(
        gettext_noop("An account of another site lets its holder sign in now.")
    ),
    "socialaccount/email/account_disconnected": _factors_changed(
        gettext_noop("An account of another site no longer lets anybody in.")
    ),
    "mfa/email/totp_activated": _factors_changed(
        gettext_noop("Codes of an app are asked for now when you sign in.")
    ),
    "mfa/email/totp_deactivated": _factors_changed(
        gettext_noop("Codes of an app are no longer asked for when you sign in.")
    ),
    "mfa/email/webauthn_added": _factors_changed(
        gettext_noop("A passkey was added that lets its holder sign in.")
    ),
    "mfa/email/webauthn_removed": _factors_changed(
        gettext_noop("A passkey was removed.")
    ),
    "mfa/email/recovery_codes_generated": _factors_changed(
        gettext_noop("New recovery codes were made. The old ones are no longer good.")
    ),
}
