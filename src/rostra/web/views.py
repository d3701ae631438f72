"""Pages that belong to no feature: how pages look."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from rostra.web.addresses import page_before
from rostra.web.look import COOKIE, changed, look_of

YEAR = 365 * 24 * 60 * 60


@require_POST
@login_not_required
def look(request: HttpRequest) -> HttpResponse:
    """Change theme, text size or density, and go back."""
    chosen = look_of(request.COOKIES.get(COOKIE))
    for part in ("theme", "text", "density"):
        chosen = changed(chosen, part, request.POST.get(part, ""))
    response = HttpResponseRedirect(page_before(request), status=303)
    response.set_cookie(
        COOKIE,
        str(chosen),
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response
