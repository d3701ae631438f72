"""Invitations: make a link, see how it is used, withdraw it."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from rostra.accounts.forms import Filled, filled
from rostra.accounts.registration import needs_invitation
from rostra.accounts.services.inviting import invite, withdraw_invitation
from rostra.control.forms import InvitationForm
from rostra.control.guarding import owners_only
from rostra.control.selectors.people import invitations as all_invitations
from rostra.control.views.showing import saved, show
from rostra.web.pages import base_address

_PATH = "/control/invitations/"


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def invitations(request: HttpRequest) -> HttpResponse:
    form = filled(people=1, days=14)
    if request.method == "POST":
        sent = InvitationForm(request.POST)
        if sent.is_valid():
            try:
                invite(owner=request.user, **sent.cleaned_data)
            except ValidationError as error:
                sent.add_error(None, error)
            else:
                return saved(_PATH)
        form = Filled(sent)
    context = {
        "form": form,
        "rows": all_invitations(),
        "link": f"{base_address(request)}/sign-up/?invitation=",
        "is_needed": needs_invitation(),
    }
    status = 422 if form.errors else 200
    return show(request, "invitations", "members", status, **context)


@require_POST
@owners_only
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Withdraw one."""
    withdraw_invitation(owner=request.user, invitation_id=invitation_id)
    return saved(_PATH)
