"""How a member signs in, and where they are signed in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from rostra.accounts.borrowed import NOTE
from rostra.accounts.selectors.safety import safety_page
from rostra.accounts.services.ending import end_session as end_one
from rostra.accounts.services.ending import end_sessions
from rostra.web.pages import render


def safety(request: HttpRequest) -> HttpResponse:
    page = safety_page(member=request.user, session_key=request.session.session_key)
    note = request.session.pop(NOTE, "")
    return render(request, "accounts/safety.html", {"page": page, "note": note})


@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    match request.POST.get("which", ""):
        case "all":
            end_sessions(member=request.user)
            return HttpResponseRedirect("/", status=303)
        case "others":
            end_sessions(member=request.user, but=request.session.session_key)
        case mark:
            end_one(member=request.user, mark=mark)
    return HttpResponseRedirect("/account/", status=303)
