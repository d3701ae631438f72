"""What the newsroom's pages have in common: for who publishes nowhere they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rostra.foundation.numbers import positive
from rostra.foundation.visibility import NotVisible
from rostra.news.policies import FeedPolicy
from rostra.news.selectors.done_story import done_story
from rostra.web.pages import render

View = Callable[..., HttpResponse]


def newsroom_only(view: View) -> View:
    """A view that raises NotVisible unless somebody asks who publishes somewhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not FeedPolicy(request.user).enter():
            raise NotVisible("page")
        return view(request, *args, **kwargs)

    return guarded


def show(
    request: HttpRequest, template: str, here: str, status: int = 200, **context: Any
) -> HttpResponse:
    """One of the newsroom's pages; `here` is the entry at the side it belongs to."""
    context |= {"here": here, "done": _done(request)}
    return render(request, f"news/{template}.html", context, status=status)


def done(
    path: str, what: str, *, story: int | None = None, **counts: int
) -> HttpResponse:
    """Back to a page, which then says what was done (`_done.html` has the words), with
    what `story`, by its id, or with how many."""
    told = {"done": what, "story": story or 0} | counts
    asked = urlencode({name: value for name, value in told.items() if value})
    return HttpResponseRedirect(f"{path}?{asked}", status=303)


def _done(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET
    counts = {name: positive(asked.get(name)) or 0 for name in ("count", "left")}
    story_id = positive(asked.get("story")) if "done" in asked else 0
    story = done_story(editor=request.user, story_id=story_id) if story_id else None
    return {"what": asked.get("done", ""), "story": story} | counts
