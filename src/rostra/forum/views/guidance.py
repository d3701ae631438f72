"""How to write here, and what helps to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.forum.writing_help import writing_help
from rostra.foundation import markup
from rostra.web.pages import frame_of, render


@require_safe
@login_not_required
def formatting(request: HttpRequest) -> HttpResponse:
    keep = ("site",) if not request.GET else ()
    context = {"shown": lambda source: markup.render(source).html}
    return render(request, "forum/formatting.html", context, depends=keep)


@require_safe
@login_not_required
def help_to_write(request: HttpRequest, version: str) -> HttpResponse:
    """The templates for writing-help.js; today's for an older page, but not to be kept."""
    frame_of(request)
    helping = writing_help()
    is_todays = version == helping.version
    kept = "public, max-age=31536000, immutable" if is_todays else "no-cache"
    return HttpResponse(helping.html, headers={"Cache-Control": kept})
