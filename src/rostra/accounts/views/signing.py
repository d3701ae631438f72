"""Sign up, in and out."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rostra.accounts.forms import AccountForm, Filled, SignInForm
from rostra.accounts.guests import forget_secret, guest_secret
from rostra.accounts.models import User
from rostra.accounts.services.signing_in import begin_session, find_member
from rostra.accounts.services.signing_up import sign_up as make_account
from rostra.accounts.signals import signed_in
from rostra.foundation.limits import Limit
from rostra.web.addresses import next_path
from rostra.web.pages import render

SIGN_UPS = Limit("sign-up", count=10, seconds=600)
SIGN_INS = Limit("sign-in", count=20, seconds=300)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, "accounts/sign_up.html", Filled(), 200)
    SIGN_UPS.spend(request.META["REMOTE_ADDR"])
    form = AccountForm(request.POST)
    if form.is_valid():
        try:
            user = make_account(**form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            return _welcome(request, user)
    return _form_page(request, "accounts/sign_up.html", Filled(form), 422)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, "accounts/sign_in.html", Filled(), 200)
    SIGN_INS.spend(request.META["REMOTE_ADDR"])
    form = SignInForm(request.POST)
    if form.is_valid():
        if user := find_member(**form.cleaned_data):
            return _welcome(request, user)
        form.add_error(
            "password", _("That name or address and password don't belong together.")
        )
    return _form_page(request, "accounts/sign_in.html", Filled(form), 422)


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return HttpResponseRedirect(next_path(request))


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    begin_session(request.session, user)
    # What the guest wrote becomes the member's: packages that keep it listen.
    signed_in.send(sender=User, user=user, guest=guest_secret(request))
    response = HttpResponseRedirect(next_path(request))
    forget_secret(response)
    return response


def _form_page(
    request: HttpRequest, template: str, form: Filled, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "next": next_path(request),
        "kept": bool(guest_secret(request)),
    }
    return render(request, template, context, status=status)
