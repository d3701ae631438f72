"""How to write here."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.foundation import markup
from rostra.web.pages import render


@require_safe
@login_not_required
def formatting(request: HttpRequest) -> HttpResponse:
    keep = ("site",) if not request.GET else ()
    context = {"shown": lambda source: markup.render(source).html}
    return render(request, "forum/formatting.html", context, depends=keep)
