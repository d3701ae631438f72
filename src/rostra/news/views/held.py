"""Entries of feeds that wait until an editor has looked."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from rostra.news.selectors.held_entries import held_entries
from rostra.news.selectors.own_story import changed_stories
from rostra.news.services.approving import drop_entry, publish_entry
from rostra.news.services.heading import head_topic
from rostra.news.services.joining import join_entry
from rostra.news.views.showing import newsroom_only, saved, show

_PAGE = "/newsroom/feeds/held/"
_JOININGS = {"join": join_entry, "head": head_topic}


@require_safe
@newsroom_only
def held(request: HttpRequest) -> HttpResponse:
    """The oldest of them, as they would be posted."""
    return _page(request)


@require_POST
@newsroom_only
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Publish it, join it to a story or to a member's topic (`how`) or, with `_method`
    delete, drop it."""
    if request.POST.get("_method") == "delete":
        drop_entry(editor=request.user, entry_id=entry_id)
    elif request.POST.get("how") in _JOININGS:
        return _join(request, entry_id)
    else:
        publish_entry(editor=request.user, entry_id=entry_id)
    return saved(_PAGE)


def _join(request: HttpRequest, entry_id: int) -> HttpResponse:
    try:
        join = _JOININGS[request.POST["how"]]
        join(editor=request.user, entry_id=entry_id)
    except ValidationError as error:
        return _page(request, " ".join(error.messages), 422)
    except PermissionDenied as error:
        return _page(request, str(error), 403)
    return saved(_PAGE)


def _page(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "entries": held_entries(editor=request.user),
        "changed": changed_stories(editor=request.user),
        "error": error,
    }
    return show(request, "feeds_held", "held", status, **context)
