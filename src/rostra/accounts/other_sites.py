"""Signing in with an account of another site (OpenID Connect Core 1.0)."""

import logging
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext_lazy

from rostra.accounts.models import User
from rostra.accounts.registration import invitation_of, require_open
from rostra.accounts.services.signing_up import join
from rostra.accounts.spam_lists import newcomer_of, suspicions
from rostra.web.look import chosen_look

logger = logging.getLogger(__name__)


class OtherSitesAdapter(DefaultSocialAccountAdapter):
    """What becomes of somebody whom another site vouches for."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": gettext_lazy(
            "Set a password first: without one you could not come back."
        ),
        "connected_other": gettext_lazy("That account belongs to somebody else here."),
    }

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, **_about: Any
    ) -> None:
        """Say what happened on a page of ours; the log has the rest."""
        told = request.GET.get("error", "")[:100]
        logger.warning("Signing in with another site failed: %r %r", error, told)
        is_refused = "access_denied" in (told, error)
        path = "/sign-in/with-nobody/" if is_refused else "/sign-in/with-error/"
        raise ImmediateHttpResponse(HttpResponseRedirect(path))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whether accounts are made; raises PermissionDenied, saying so, if not."""
        require_open(request)
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> User:
        """Suggest the name that they have there."""
        sociallogin.user.name = str(data.get("name") or data.get("username") or "")[:40]
        return sociallogin.user

    def save_user(
        self, request: HttpRequest, sociallogin: Any, form: Any = None
    ) -> User:
        """Make the account under the name that was chosen.

        Raises ValidationError if name or address was just taken.
        """
        given = {
            "name": form.cleaned_data["name"],
            "email": verified_address(sociallogin),
        }
        sociallogin.user = join(
            **given,
            invitation=invitation_of(request),
            reasons=suspicions(newcomer_of(request, given)),
            look=chosen_look(request),
        )
        email = given["email"]
        address = EmailAddress(email=email.casefold(), verified=True, primary=True)
        sociallogin.email_addresses = [address] if email else []
        sociallogin.save(request)
        return sociallogin.user


def verified_address(sociallogin: Any) -> str:
    """The mail address that the other site says is theirs; empty without its word."""
    found = [one.email for one in sociallogin.email_addresses if one.verified]
    return str(found[0]) if found else ""
