"""Entries of feeds that wait until an editor has looked."""

from collections.abc import Callable
from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from rostra.foundation.numbers import positive
from rostra.news.feed_forms import places
from rostra.news.models import FeedEntry
from rostra.news.selectors.held_entries import AT_ONCE, held_entries
from rostra.news.selectors.waiting_stories import waiting_stories
from rostra.news.services.approving import (
    drop_entries,
    drop_entry,
    publish_entries,
    publish_entry,
)
from rostra.news.services.approving_changes import leave_change, publish_change
from rostra.news.services.heading import head_topic
from rostra.news.services.joining import join_entry
from rostra.news.services.outlets import story_told_by
from rostra.news.services.placing import Chosen, tags_named
from rostra.news.services.restoring import restore_story
from rostra.news.views.showing import done, newsroom_only, show

State = FeedEntry.State
_PAGE = "/newsroom/feeds/held/"


@require_http_methods(["GET", "HEAD", "POST"])
@newsroom_only
def held(request: HttpRequest) -> HttpResponse:
    """The oldest of them, as they would be posted; with `all`, publish or drop those of
    them that are named (`entry`), once that is meant (`sure`)."""
    what = request.POST.get("all", "")
    if request.method != "POST" or what not in ("publish", "drop"):
        return _page(request)
    sent = [pk for words in request.POST.getlist("entry") if (pk := positive(words))]
    ids = sent[:AT_ONCE]
    if request.POST.get("sure") != "on":
        listed = held_entries(editor=request.user)
        entries = [one for one in listed if one.id in ids]
        if what == "publish":
            entries = [one for one in entries if one.is_new]
        return show(request, "held_all", "held", entries=entries, what=what)
    if what == "drop":
        count = drop_entries(editor=request.user, entry_ids=ids)
        return done(_PAGE, "all-dropped", count=count)
    published = publish_entries(editor=request.user, entry_ids=ids)
    return done(_PAGE, "all-published", **asdict(published))


@require_POST
@newsroom_only
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Publish it (`category` and `tags` as chosen), join it to a story or to a member's topic, put its story back, show
    or leave what it changes (`how`) or, with `_method` delete, drop it."""
    is_dropped = request.POST.get("_method") == "delete"
    how = "drop" if is_dropped else request.POST.get("how", "")
    act, told = _ACTS.get(how, _ACTS[""])
    chosen = _chosen(request) if act is publish_entry else {}
    try:
        row = act(editor=request.user, entry_id=entry_id, **chosen)
    except ValidationError as error:
        return _page(request, " ".join(error.messages), 422)
    except PermissionDenied as error:
        return _page(request, str(error), 403)
    what = told.get(row.state, "decided")
    if what == "dropped" and row.story_id:
        what = "withdrawn"
    return done(_PAGE, what, story=story_told_by(row))


def _chosen(request: HttpRequest) -> dict[str, Chosen]:
    if "category" not in request.POST:
        return {}
    category_id = positive(request.POST["category"]) or 0
    tags = tags_named(request.POST.get("tags", "")[:300])
    return {"chosen": Chosen(category_id, tags)}


_ACTS: dict[str, tuple[Callable[..., FeedEntry], dict[str, str]]] = {
    "": (
        publish_entry,
        {
            State.PUBLISHED: "published",
            State.WAITING: "waits",
            State.REFUSED: "refused",
        },
    ),
    "drop": (drop_entry, {State.DROPPED: "dropped"}),
    "join": (join_entry, {State.JOINED: "joined"}),
    "head": (head_topic, {State.PUBLISHED: "headed"}),
    "restore": (restore_story, {State.PUBLISHED: "restored"}),
    "change": (publish_change, {State.PUBLISHED: "shown"}),
    "leave": (leave_change, {State.PUBLISHED: "left"}),
}
"""What each does, and by the entry's state afterwards what is told."""


def _page(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "entries": held_entries(editor=request.user),
        "places": places(request.user),
        "waiting": waiting_stories(editor=request.user),
        "error": error,
    }
    return show(request, "feeds_held", "held", status, **context)
