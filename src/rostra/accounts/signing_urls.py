"""Addresses that django-allauth looks up by its own names for them."""

from allauth.account import views
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as other
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from rostra.accounts.borrowed import borrowed
from rostra.accounts.views import (
    claiming,
    copying,
    leaving,
    letters,
    naming,
    passkeys,
    people,
    preferences,
    profile,
    safety,
    signing,
    terms,
)

_PASSKEY = r"^account/passkeys/(?P<pk>[1-9][0-9]{0,17})/"

urlpatterns = [
    path("sign-up/", signing.sign_up, name="account_signup"),
    path("sign-up/waiting/", signing.waiting, name="waiting"),
    path(
        "sign-up/confirm/",
        letters.confirm,
        name="account_email_verification_sent",
    ),
    path("sign-in/", signing.sign_in, name="account_login"),
    path("claim/<str:token>/", claiming.claim, name="claim"),
    path("sign-in/code/", letters.code, name="account_request_login_code"),
    path(
        "sign-in/code/confirm/",
        borrowed(views.confirm_login_code),
        name="account_confirm_login_code",
    ),
    path("sign-out/", signing.sign_out, name="account_logout"),
    path(
        "sign-in/confirm/",
        borrowed(views.reauthenticate),
        name="account_reauthenticate",
    ),
    path("sign-in/closed/", borrowed(views.account_inactive), name="account_inactive"),
    path("account/", safety.safety, name="mfa_index"),
    path("account/preferences/", preferences.preferences, name="preferences"),
    path("members/", people.members, name="members"),
    path("account/people/", people.people, name="people"),
    path("account/name/", naming.own_name, name="own_name"),
    path("account/profile/", profile.profile, name="profile"),
    path("account/profile/face/", profile.picture, {"kind": "face"}, name="face"),
    path("account/profile/banner/", profile.picture, {"kind": "banner"}, name="banner"),
    path("account/profile/answers/", profile.answers, name="profile_answers"),
    path("terms/", terms.terms, name="terms"),
    path("account/terms/", terms.accept, name="accept_terms"),
    path("account/close/", leaving.leave, name="leave"),
    path("account/closed/", leaving.left, name="left"),
    path("account/data/", copying.own_copy, name="own_copy"),
    path("account/sessions/end/", safety.end_session, name="account_end_session"),
    path("account/email/", letters.email, name="account_email"),
    path(
        "account/password/",
        borrowed(views.password_change),
        name="account_change_password",
    ),
    path(
        "account/password/set/",
        borrowed(views.password_set),
        name="account_set_password",
    ),
    path("account/password/reset/", letters.forgotten, name="account_reset_password"),
    path(
        "account/password/reset/code/",
        borrowed(views.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "account/password/reset/new/",
        borrowed(views.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "account/password/reset/done/",
        borrowed(views.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("sign-in/second/", borrowed(factors.authenticate), name="mfa_authenticate"),
    path(
        "sign-in/second/confirm/",
        borrowed(factors.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path("sign-in/passkey/", passkeys.sign_in, name="mfa_login_webauthn"),
    path(
        "sign-in/passkey/confirm/",
        borrowed(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/totp/", borrowed(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "account/totp/remove/",
        borrowed(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/recovery-codes/",
        borrowed(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        borrowed(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/recovery-codes/file/",
        borrowed(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path(
        "account/passkeys/",
        borrowed(webauthn.list_webauthn),
        name="mfa_list_webauthn",
    ),
    path(
        "account/passkeys/new/",
        borrowed(webauthn.add_webauthn),
        name="mfa_add_webauthn",
    ),
    re_path(
        rf"{_PASSKEY}remove/$",
        borrowed(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    re_path(
        rf"{_PASSKEY}name/$",
        borrowed(webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "sign-in/with/<slug:provider_id>/",
        borrowed(other.login),
        name="openid_connect_login",
    ),
    path(
        "sign-in/with/<slug:provider_id>/back/",
        borrowed(other.callback),
        name="openid_connect_callback",
    ),
    path("sign-up/with/", borrowed(social.signup), name="socialaccount_signup"),
    path(
        "sign-in/with-nobody/",
        borrowed(social.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path(
        "sign-in/with-error/",
        login_not_required(borrowed(social.login_error)),
        name="socialaccount_login_error",
    ),
    path(
        "account/other-sites/",
        borrowed(social.connections),
        name="socialaccount_connections",
    ),
]
