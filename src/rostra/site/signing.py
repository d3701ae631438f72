"""What django-allauth is told: decision 0006 says why it is used, and for what."""

from typing import Any

from rostra.site.config import Config

APPS = [
    "allauth",
    "rostra.accounts.borrowed.SigningConfig",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

PACKAGES = {"rostra.accounts.borrowed.SigningConfig": "allauth.account"}
"""The package of each app that is named by its class."""


def signing_settings(config: Config) -> dict[str, Any]:
    """Django's settings for signing up and in. Whoever has no mail confirms none."""
    has_mail = bool(config.smtp)
    return {
        "ACCOUNT_ADAPTER": "rostra.accounts.adapter.AccountAdapter",
        "ACCOUNT_FORMS": {
            "add_email": "rostra.accounts.forms.ChangeAddressForm",
            "change_password": "rostra.accounts.forms.ChangePasswordForm",
            "set_password": "rostra.accounts.forms.SetPasswordForm",
            "reset_password_from_key": "rostra.accounts.forms.NewPasswordForm",
        },
        # The key is unique, indexed and in small letters, as allauth compares.
        "ACCOUNT_USER_MODEL_EMAIL_FIELD": "email_key",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": "name",
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory" if has_mail else "none",
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": has_mail,
        "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND": True,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": has_mail,
        "ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": True,
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        # By address only: a limit on an account lets anybody lock its owner out.
        # What is counted for each account is in accounts/pace.py.
        "ACCOUNT_RATE_LIMITS": {
            "confirm_email": "20/m/ip",
            "login": "",
            # Asked only of those who have given the password: for their second factor.
            "login_failed": "10/m/ip,5/5m/key",
            "request_login_code": "20/m/ip",
            "reset_password": "20/m/ip",
        },
        **_factors(config),
        **_other_sites(config),
    }


def _factors(config: Config) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "rostra.accounts.second_factors.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        # Browsers themselves give passkeys to https and to localhost only.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not config.address.startswith("https://"),
        # A code may be half a minute old (RFC 6238, 5.2, allows for one step).
        "MFA_TOTP_TOLERANCE": 1,
    }


def _other_sites(config: Config) -> dict[str, Any]:
    return {
        "SOCIALACCOUNT_ADAPTER": "rostra.accounts.other_sites.OtherSitesAdapter",
        "SOCIALACCOUNT_FORMS": {"signup": "rostra.accounts.forms.JoinForm"},
        # Everybody chooses the name they go by here, and no address is taken on trust
        # for somebody who has an account already.
        "SOCIALACCOUNT_AUTO_SIGNUP": False,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
        # A form may lead to this site only (form-action): the way out is a link.
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": other.key,
                        "name": other.name,
                        "client_id": other.client,
                        "secret": other.secret,
                        "settings": {"server_url": other.issuer},
                    }
                    for other in config.sign_in_with
                ],
            }
        },
        "SIGN_IN_WITH": [(other.key, other.name) for other in config.sign_in_with],
    }
