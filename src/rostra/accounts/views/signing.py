"""Sign up, in and out with a password; what comes after is django-allauth's."""

import secrets
from typing import Any

from allauth.account.internal import flows
from allauth.account.models import EmailAddress, Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.borrowed import NOTE, borrowed
from rostra.accounts.forms import AccountForm, Filled, SignInForm, SignUpForm
from rostra.accounts.guests import guest_secret
from rostra.accounts.machines import (
    challenge_for_guess,
    is_asked_for,
    new_challenge,
    take_proof,
)
from rostra.accounts.models import User
from rostra.accounts.pace import GuessedEverywhere, spend_guess
from rostra.accounts.registration import (
    WAITING,
    invitation_of,
    note_invitation,
    question,
    require_open,
)
from rostra.accounts.services.signing_in import find_member
from rostra.accounts.services.signing_up import sign_up as make_account
from rostra.accounts.spam_lists import newcomer_of, suspicions
from rostra.accounts.terms import minimum_age, terms_number
from rostra.accounts.waiting import NO_PROOF
from rostra.foundation.limits import Limit
from rostra.web.addresses import next_path
from rostra.web.look import chosen_look
from rostra.web.pages import render

SIGN_UP_PAGE = "accounts/sign_up.html"
SIGN_UPS = Limit("sign-up", count=10, seconds=600)
SIGN_INS = Limit("sign-in", count=20, seconds=300)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@borrowed
def sign_up(request: HttpRequest) -> HttpResponse:
    note_invitation(request)
    require_open(request)
    if request.method != "POST":
        return _form_page(request, SIGN_UP_PAGE, Filled(), 200)
    SIGN_UPS.spend(request.META["REMOTE_ADDR"])
    form = (SignUpForm if settings.HAS_MAIL else AccountForm)(request.POST)
    if form.is_valid():
        try:
            return _make(request, form)
        except ValidationError as error:
            form.add_error(None, error)
    return _form_page(request, SIGN_UP_PAGE, Filled(form), 422)


def _make(request: HttpRequest, form: AccountForm) -> HttpResponse:
    """The new account, or what looks like one; raises ValidationError."""
    has_worked = take_proof(request.POST.get("proof", "")[:4000])
    if is_asked_for() and not has_worked:
        # They wait anyhow, so that machines cannot make this server ask another one.
        reasons = [NO_PROOF]
    else:
        reasons = suspicions(newcomer_of(request, form.cleaned_data))
    invitation = invitation_of(request)
    given = {
        **form.cleaned_data,
        "invitation": invitation,
        "reasons": reasons,
        "look": chosen_look(request),
    }
    if getattr(form, "is_address_taken", False):
        return _as_if_new(request, given)
    return signed_up(request, make_account(**given))


def signed_up(
    request: HttpRequest, user: User, *, is_confirmed: bool = False
) -> HttpResponse:
    """What comes after an account is made: its address is confirmed, or it is open."""
    if settings.HAS_MAIL:
        EmailAddress.objects.create(
            user=user, email=user.email_key, primary=True, verified=is_confirmed
        )
    if user.awaits_approval:
        # The same as for an address that is taken, also in its cookies.
        request.session.flush()
        return HttpResponseRedirect(WAITING, status=303)
    return flows.signup.complete_signup(
        request, user=user, redirect_url=next_path(request)
    )


def _as_if_new(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    """Do as much, and say the same; the mail that is sent says what is the matter."""
    with transaction.atomic():
        nobody = f"{secrets.token_hex(8)}@nowhere.invalid"
        user = make_account(**given | {"email": nobody})
        EmailAddress.objects.create(user=user, email=nobody, primary=True)
        transaction.set_rollback(True)
    answer = flows.signup.prevent_enumeration(request, email=given["email"])
    if not user.awaits_approval:
        return answer
    request.session.flush()
    return HttpResponseRedirect(WAITING, status=303)


@require_safe
@login_not_required
def waiting(request: HttpRequest) -> HttpResponse:
    """What somebody is told whose account is not open yet."""
    context = {"kept": bool(guest_secret(request)), "has_mail": settings.HAS_MAIL}
    return render(request, "accounts/waiting.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@borrowed
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, "accounts/sign_in.html", Filled(), 200)
    SIGN_INS.spend(request.META["REMOTE_ADDR"])
    form = SignInForm(request.POST)
    if form.is_valid():
        if asked := _asked_to_work(request, form):
            return asked
        if user := find_member(**form.cleaned_data):
            login = Login(user=user, redirect_url=next_path(request))
            return flows.login.perform_password_login(
                request, {"username": user.name}, login
            )
        form.add_error(
            "password", _("That name or address and password don't belong together.")
        )
    return _form_page(request, "accounts/sign_in.html", Filled(form), 422)


def _asked_to_work(request: HttpRequest, form: SignInForm) -> HttpResponse | None:
    """The form again where too many have guessed at this account, for a browser that has
    not worked for its guess yet. Nobody can lock a member out by guessing."""
    try:
        spend_guess(request, form.cleaned_data["login"])
    except GuessedEverywhere as error:
        try:
            if take_proof(request.POST.get("proof", "")[:4000]):
                return None
        except ValidationError:
            pass  # It is asked for anew.
        form.add_error(
            "password",
            _(
                "Many wrong passwords were tried for this account. Type yours once more: "
                "your browser does some work with it, so that guessing takes machines long."
            ),
        )
        page = _form_page(
            request,
            "accounts/sign_in.html",
            Filled(form),
            429,
            challenge=challenge_for_guess(),
        )
        page["Retry-After"] = str(error.wait)
        return page
    return None


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return HttpResponseRedirect(next_path(request))


def _form_page(
    request: HttpRequest,
    template: str,
    form: Filled,
    status: int,
    *,
    challenge: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "next": next_path(request),
        "kept": bool(guest_secret(request)),
        "note": request.session.pop(NOTE, "") if request.session.session_key else "",
        "has_mail": settings.HAS_MAIL,
        "others": settings.SIGN_IN_WITH,
        "question": question(),
        "terms": terms_number(),
        "age": minimum_age(),
        "challenge": new_challenge() if template == SIGN_UP_PAGE else challenge,
    }
    return render(request, template, context, status=status)
