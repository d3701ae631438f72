"""Entries of feeds that wait until an editor has looked."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from rostra.news.selectors.held_entries import held_entries
from rostra.news.selectors.waiting_stories import waiting_stories
from rostra.news.services.approving import drop_entry, publish_entry
from rostra.news.services.approving_changes import leave_change, publish_change
from rostra.news.services.heading import head_topic
from rostra.news.services.joining import join_entry
from rostra.news.services.restoring import restore_story
from rostra.news.views.showing import newsroom_only, saved, show

_PAGE = "/newsroom/feeds/held/"


@require_safe
@newsroom_only
def held(request: HttpRequest) -> HttpResponse:
    """The oldest of them, as they would be posted."""
    return _page(request)


@require_POST
@newsroom_only
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Publish it, join it to a story or to a member's topic, put its story back, show
    or leave what it changes (`how`) or, with `_method` delete, drop it."""
    if request.POST.get("_method") == "delete":
        drop_entry(editor=request.user, entry_id=entry_id)
    elif act := _ACTS.get(request.POST.get("how", "")):
        return _act(request, entry_id, act)
    else:
        publish_entry(editor=request.user, entry_id=entry_id)
    return saved(_PAGE)


_ACTS: dict[str, Callable[..., object]] = {
    "join": join_entry,
    "head": head_topic,
    "restore": restore_story,
    "change": publish_change,
    "leave": leave_change,
}


def _act(
    request: HttpRequest, entry_id: int, act: Callable[..., object]
) -> HttpResponse:
    try:
        act(editor=request.user, entry_id=entry_id)
    except ValidationError as error:
        return _page(request, " ".join(error.messages), 422)
    except PermissionDenied as error:
        return _page(request, str(error), 403)
    return saved(_PAGE)


def _page(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "entries": held_entries(editor=request.user),
        "waiting": waiting_stories(editor=request.user),
        "error": error,
    }
    return show(request, "feeds_held", "held", status, **context)
