"""What the newsroom's pages have in common: for who publishes nowhere they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rostra.foundation.visibility import NotVisible
from rostra.news.policies import FeedPolicy
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
    context |= {"here": here, "saved": "saved" in request.GET}
    return render(request, f"news/{template}.html", context, status=status)


def saved(path: str) -> HttpResponse:
    """Back to a page, which then says that it is saved."""
    return HttpResponseRedirect(f"{path}?saved", status=303)
