"""Pages that send a mail: a code to sign in, a new password, another address."""

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rostra.accounts.borrowed import borrowed
from rostra.web.pages import render


@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    return _sending(request, allauth_views.request_login_code)


@login_not_required
def forgotten(request: HttpRequest) -> HttpResponse:
    return _sending(request, allauth_views.password_reset)


@login_not_required
def confirm(request: HttpRequest) -> HttpResponse:
    if not settings.HAS_MAIL:
        return HttpResponseRedirect("/sign-in/")
    return borrowed(allauth_views.email_verification_sent)(request)


def email(request: HttpRequest) -> HttpResponse:
    return _sending(request, allauth_views.email)


def _sending(request: HttpRequest, view) -> HttpResponse:
    if not settings.HAS_MAIL:
        return render(request, "accounts/no_mail.html")
    return borrowed(view)(request)
