"""Entries of feeds that wait until an editor has looked."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from rostra.news.selectors.feeds_page import held_entries
from rostra.news.services.approving import drop_entry, publish_entry
from rostra.news.views.showing import newsroom_only, saved, show

_PAGE = "/newsroom/feeds/held/"


@require_safe
@newsroom_only
def held(request: HttpRequest) -> HttpResponse:
    """The oldest of them, as they would be posted."""
    entries = held_entries(editor=request.user)
    return show(request, "feeds_held", "held", entries=entries)


@require_POST
@newsroom_only
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Publish it or, with `_method` delete, drop it."""
    if request.POST.get("_method") == "delete":
        drop_entry(editor=request.user, entry_id=entry_id)
    else:
        publish_entry(editor=request.user, entry_id=entry_id)
    return saved(_PAGE)
