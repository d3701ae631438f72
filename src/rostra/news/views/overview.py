"""The newsroom's first page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.news.selectors.newsroom_page import newsroom_page
from rostra.news.views.showing import newsroom_only, show


@require_safe
@newsroom_only
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, in numbers, and the ways to it."""
    page = newsroom_page(editor=request.user)
    return show(request, "overview", "overview", page=page)
