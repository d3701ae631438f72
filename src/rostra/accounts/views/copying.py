"""A member takes a copy of everything that is known of them."""

from allauth.account.decorators import reauthentication_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rostra.accounts.borrowed import borrowed
from rostra.accounts.services.copying import make_copy
from rostra.foundation.limits import Limit
from rostra.web.pages import render

COPIES = Limit("copy", count=6, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
@borrowed
@reauthentication_required(allow_get=True)
def own_copy(request: HttpRequest) -> HttpResponse:
    """The page; by POST, once the password was given, the file."""
    if request.method != "POST":
        return render(request, "accounts/copy.html")
    COPIES.spend(str(request.user.pk))
    path = make_copy(member=request.user)
    response = FileResponse(path.open("rb"), as_attachment=True, filename="my-data.zip")
    response["Cache-Control"] = "private, no-store"
    response["Rostra-File"] = str(path.resolve())
    return response
