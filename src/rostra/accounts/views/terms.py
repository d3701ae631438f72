"""The terms of use: to read, and to accept when they have changed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from rostra.accounts.selectors.terms import current_terms
from rostra.accounts.services.terms import accept_terms
from rostra.accounts.terms import must_accept
from rostra.foundation.numbers import positive
from rostra.foundation.visibility import NotVisible
from rostra.web.addresses import next_path
from rostra.web.pages import render


@require_safe
@login_not_required
def terms(request: HttpRequest) -> HttpResponse:
    """The terms that hold, for everybody."""
    return _page(request, "accounts/terms.html", 200)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """The terms with a button to accept them; whoever has is led on."""
    if request.method == "POST":
        number = positive(request.POST.get("number"))
        if accept_terms(member=request.user, number=number):
            return HttpResponseRedirect(next_path(request), status=303)
        return _page(request, "accounts/accept_terms.html", 409)
    if not must_accept(request.user):
        return HttpResponseRedirect(next_path(request))
    return _page(request, "accounts/accept_terms.html", 200)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    held = current_terms()
    if held is None:
        raise NotVisible("page")
    context = {"terms": held, "next": next_path(request)}
    return render(request, template, context, status=status)
