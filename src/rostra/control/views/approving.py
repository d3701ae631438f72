"""New members who wait to be let in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from rostra.accounts.services.approving import approve_member, refuse_member
from rostra.accounts.waiting import reasons_in_words
from rostra.control.guarding import owners_only
from rostra.control.selectors.people import waiting_members
from rostra.control.views.showing import saved, show

_PATH = "/control/waiting/"


@require_safe
@owners_only
def waiting(request: HttpRequest) -> HttpResponse:
    people = [(who, reasons_in_words(who.waiting_reasons)) for who in waiting_members()]
    return show(request, "waiting", "members", people=people)


@require_POST
@owners_only
def waiting_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Let somebody in, or (with `_method` delete) turn them away."""
    is_refused = request.POST.get("_method") == "delete"
    decide = refuse_member if is_refused else approve_member
    decide(owner=request.user, member_id=member_id)
    return saved(_PATH)
