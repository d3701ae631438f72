"""The directory of members, and whom a member follows and ignores."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from rostra.accounts.models import TieKind
from rostra.accounts.selectors.directory import DirectoryOrder, directory
from rostra.accounts.selectors.people import people_of
from rostra.accounts.services.tying import tie, untie
from rostra.foundation.numbers import positive
from rostra.web.addresses import next_path
from rostra.web.pages import render

_PAGE = "/account/people/"


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Show them; or `member` is a member's id and `kind` follow, ignore or neither."""
    if request.method != "POST":
        found = people_of(owner=request.user)
        return render(request, "accounts/people.html", {"people": found})
    member, kind = positive(request.POST.get("member")), request.POST.get("kind")
    if kind in TieKind.values:
        tie(owner=request.user, member_id=member, kind=TieKind(kind))
    else:
        untie(owner=request.user, member_id=member)
    return HttpResponseRedirect(next_path(request, _PAGE), status=303)


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Every member, by name or the newest first, or those whose names begin alike."""
    try:
        order = DirectoryOrder(request.GET.get("order", DirectoryOrder.NAME))
    except ValueError:
        raise Http404 from None
    words, after = request.GET.get("q", "")[:120], positive(request.GET.get("after"))
    page = directory(order=order, words=words, after=after)
    return render(request, "accounts/members.html", {"page": page})
