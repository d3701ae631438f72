"""What django-allauth asks of the site about second factors and passkeys."""

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rostra.accounts.models import User
from rostra.web.site_choices import site


class FactorAdapter(DefaultMFAAdapter):
    """Our words and names; secrets are encrypted, so that a stolen database has none."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That is not it. Try again."),
        "unverified_email": gettext_lazy("Confirm your email address first."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is kept, in Fernet (AES-128-CBC with HMAC-SHA256)."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; raises InvalidToken if the site's key is another one."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, *_about: object) -> str:
        """What a passkey is called whose owner gave it no name."""
        return _("Passkey")

    def get_totp_label(self, user: User) -> str:
        """How the account is called in the member's app."""
        return user.name

    def _get_user_identifier(self, user: User) -> str:
        return user.name

    def _get_site_name(self) -> str:
        here = site()
        return here.name if here else "Rostra"


def _fernet() -> Fernet:
    # A key of its own is derived from the site's (HKDF, RFC 5869).
    derive = HKDF(SHA256(), 32, salt=None, info=b"rostra second factors")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
