"""Addresses that django-allauth looks up by its own names for them."""

from allauth.account import views
from django.urls import path

from rostra.accounts.borrowed import borrowed
from rostra.accounts.views import letters, safety, signing

urlpatterns = [
    path("sign-up/", signing.sign_up, name="account_signup"),
    path(
        "sign-up/confirm/",
        letters.confirm,
        name="account_email_verification_sent",
    ),
    path("sign-in/", signing.sign_in, name="account_login"),
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
    path("account/", safety.safety, name="account_safety"),
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
]
