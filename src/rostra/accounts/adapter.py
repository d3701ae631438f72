"""What django-allauth leaves to the site: whom it lets in, and what it tells them."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as asking
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rostra.accounts.borrowed import NOTE
from rostra.accounts.guests import guest_secret
from rostra.accounts.known_browsers import known_members
from rostra.accounts.languages import in_language_of
from rostra.accounts.letters import ASKED_FOR, NO_WAY_IN, claim_letter, letter_for
from rostra.accounts.models import User
from rostra.accounts.pace import spend_guess, spend_letter
from rostra.accounts.registration import WAITING
from rostra.accounts.services.claiming import invitation_by_mail
from rostra.accounts.services.ending import end_sessions
from rostra.accounts.sessions import note_beginning
from rostra.accounts.signals import signed_in
from rostra.web import mail
from rostra.web.pages import render

_NOTES = {
    "account/messages/password_changed.txt": gettext_noop(
        "Your new password is set. You are signed out everywhere else."
    ),
    "account/messages/password_set.txt": gettext_noop("Your password is set."),
    "socialaccount/messages/account_connected.txt": gettext_noop("Connected."),
    "socialaccount/messages/account_disconnected.txt": gettext_noop("Disconnected."),
    "socialaccount/messages/account_connected_other.txt": gettext_noop(
        "That account of the other site belongs to somebody else here."
    ),
    "account/messages/email_confirmed.txt": gettext_noop("Your address is confirmed."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Our names, mails, limits and addresses for django-allauth."""

    def get_login_stages(self) -> list[str]:
        """Whoever signs up confirms their address first."""
        theirs = "allauth.account.stages.EmailVerificationStage"
        ours = "rostra.accounts.stages.ConfirmsAddress"
        return [ours if s == theirs else s for s in super().get_login_stages()]

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; what was written as a guest becomes theirs, and a new browser is told."""
        is_told = user.last_login is None or _has_new_password(request, user)
        super().login(request, user)
        note_beginning(request)
        signed_in.send(sender=User, user=user, guest=guest_secret(request))
        if not is_told and user.pk not in known_members(request):
            self.send_notification_mail("new_browser", user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Tell somebody who has just proven who they are why they are not let in."""
        if user.awaits_approval:
            return HttpResponseRedirect(WAITING)
        if not user.is_suspended:
            return super().respond_user_inactive(request, user)
        return render(request, "accounts/suspended.html", {"member": user}, status=403)

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Hand a mail to the thread that sends them; raises TooSoon for too many."""
        path = ""
        if template_prefix in ASKED_FOR:
            spend_letter(asking.request, email)
            # Looked for also where it is not needed: the time must tell nothing.
            path = invitation_by_mail(email)
        is_claim = path and template_prefix in NO_WAY_IN
        letter = (
            claim_letter(path) if is_claim else letter_for(template_prefix, context)
        )
        mail.send(email, letter)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: Any = None,
        email: str | None = None,
    ) -> None:
        """Tell members what happened to their account, also those without a row there."""
        with in_language_of(user):
            super().send_notification_mail(
                template_prefix, user, context, email or user.email or None
            )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Any = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Have the next page tell something; what a page says anyway is left out."""
        known = _NOTES.get(message_template or "")
        if said := message or (_(known) if known else ""):
            request.session[NOTE] = str(said)

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of whoever is signed in."""
        spend_guess(self.request, user.name)
        return user.check_password(password)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the front believes."""
        return str(request.META["REMOTE_ADDR"])

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: pages answer pages."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Keep a new password, and end the sessions that began with the old one."""
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions(member=user, but=asking.request.session.session_key)


def _has_new_password(request: HttpRequest, user: User) -> bool:
    ways = [way["method"] for way in get_authentication_records(request, user)]
    return ways[-1:] == ["password_reset"]
