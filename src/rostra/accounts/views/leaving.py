"""A member closes their account."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rostra.accounts.borrowed import borrowed
from rostra.accounts.policies import SitePolicy
from rostra.accounts.services.leaving import leave_site
from rostra.web.pages import render
from rostra.web.site_choices import site


@require_http_methods(["GET", "HEAD", "POST"])
@borrowed
@reauthentication_required(allow_get=True)
def leave(request: HttpRequest) -> HttpResponse:
    """What closing means; by POST, once the password was given, it is done."""
    SitePolicy(request.user).leave().or_raise()
    if request.method != "POST":
        return _page(request, 200)
    if request.POST.get("sure") != "on":
        return _page(request, 422, sure=_("Tick this if you mean it."))
    try:
        erases = request.POST.get("posts") == "erase"
        leave_site(member=request.user, erases_words=erases)
    except PermissionDenied as refused:
        return _page(request, 403, posts=str(refused))
    request.session.flush()
    return HttpResponseRedirect("/account/closed/", status=303)


@require_safe
@login_not_required
def left(request: HttpRequest) -> HttpResponse:
    """What somebody is told who has just left."""
    return render(request, "accounts/left.html")


def _page(request: HttpRequest, status: int, **errors: str) -> HttpResponse:
    chosen = site()
    context = {
        "may_erase": bool(chosen and chosen.may_erase_words),
        "erases": request.POST.get("posts") == "erase",
        "errors": errors,
    }
    return render(request, "accounts/leave.html", context, status=status)
