"""What the owner's pages have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rostra.web.pages import render


def show(
    request: HttpRequest, template: str, here: str, status: int = 200, **context: Any
) -> HttpResponse:
    """One of the owner's pages; `here` is which of the side's entries it belongs to."""
    context |= {"here": here, "saved": "saved" in request.GET}
    return render(request, f"control/{template}.html", context, status=status)


def saved(path: str) -> HttpResponse:
    """Back to a page, which then says that it is saved."""
    return HttpResponseRedirect(f"{path}?saved", status=303)
