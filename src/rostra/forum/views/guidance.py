"""How to write here."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.web.pages import render


@require_safe
@login_not_required
def formatting(request: HttpRequest) -> HttpResponse:
    keep = ("site",) if not request.GET else ()
    return render(request, "forum/formatting.html", depends=keep)
