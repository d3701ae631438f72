"""The page behind the one-time link: make the site, and its first owner."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from rostra.accounts.forms import AccountForm, Filled, SetUpForm
from rostra.accounts.models import User
from rostra.accounts.services.setting_up import (
    forget_owner_link,
    is_owner_link,
    make_first_owner,
)
from rostra.accounts.services.signing_in import begin_session
from rostra.forum.services.setting_up import SUGGESTIONS
from rostra.forum.services.setting_up import set_up as make_site
from rostra.foundation.limits import Limit
from rostra.web.pages import render
from rostra.web.site_choices import site

TRIES = Limit("set-up", count=30, seconds=600)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    TRIES.spend(request.META["REMOTE_ADDR"])
    if not is_owner_link(settings.ROSTRA_DATA, token):
        raise Http404
    has_site = site() is not None
    if request.method != "POST":
        return _page(request, token, has_site, Filled())
    form = AccountForm(request.POST) if has_site else SetUpForm(request.POST)
    if form.is_valid():
        try:
            owner = _make(request, form, has_site)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            forget_owner_link(settings.ROSTRA_DATA)
            begin_session(request.session, owner)
            return HttpResponseRedirect("/", status=303)
    return _page(request, token, has_site, Filled(form), status=422)


def _make(request: HttpRequest, form: AccountForm, has_site: bool) -> User:
    if has_site:
        return make_first_owner(**form.cleaned_data)
    categories = request.POST.getlist("categories")
    return make_site(categories=categories, **form.cleaned_data)


def _page(
    request: HttpRequest, token: str, has_site: bool, form: Filled, status: int = 200
) -> HttpResponse:
    context = {
        "token": token,
        "is_sample": has_site,
        "form": form,
        "suggestions": SUGGESTIONS,
        "chosen": request.POST.getlist("categories") or [s.key for s in SUGGESTIONS],
    }
    return render(request, "accounts/set_up.html", context, status=status)
