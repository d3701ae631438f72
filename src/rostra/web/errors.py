"""When something cannot be done: say what happened, what to do, and give the text back."""

import logging
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template import loader
from django.urls import is_valid_path
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rostra.foundation.limits import TooSoon
from rostra.foundation.visibility import NotVisible
from rostra.web.pages import render

logger = logging.getLogger(__name__)

ELSEWHERE: list[Callable[[str], str | None]] = []
"""Asked, with path and query, before an address is said to be nowhere: each may know
where the thing is now."""


class ErrorPages:
    """Middleware: turns what services raise into pages a person can use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        match error:
            case NotVisible():
                return not_found(request)
            case PermissionDenied():
                return forbidden(request, error)
            case ValidationError():
                return page(request, 422, " ".join(error.messages))
            case TooSoon():
                return too_soon(request, error)
        return None


TITLES = {
    400: gettext_noop("This request could not be understood"),
    403: gettext_noop("You can't do that here"),
    404: gettext_noop("That page isn't here"),
    422: gettext_noop("That couldn't be saved yet"),
    429: gettext_noop("A little too fast"),
    500: gettext_noop("Something went wrong on our side"),
}


def page(
    request: HttpRequest, status: int, text: str, *, wait: int = 0
) -> HttpResponse:
    """The page for an error, with the text that the reader had sent, if any."""
    return render(
        request,
        "web/error.html",
        {
            "status": status,
            "title": _(TITLES.get(status, HTTPStatus(status).phrase)),
            "text": text,
            "source": request.POST.get("source", ""),
            "wait": wait,
            "back": request.path,
        },
        status=status,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, or a permanent redirect if the thing is known to be elsewhere now."""
    if request.method in ("GET", "HEAD"):
        if with_slash := _with_slash(request):
            return HttpResponsePermanentRedirect(with_slash)
        for look in ELSEWHERE:
            address = look(request.get_full_path())
            if address and address != request.get_full_path():
                return HttpResponsePermanentRedirect(address)
    return page(
        request,
        404,
        _("It may have been moved or removed, or it may never have been here."),
    )


def _with_slash(request: HttpRequest) -> str:
    """The address with the slash that was left out at its end, if that is one of ours."""
    path = f"{request.path}/"
    if request.path.endswith("/") or not is_valid_path(path):
        return ""
    query = request.META.get("QUERY_STRING", "")
    return escape_leading_slashes(f"{quote(path)}{'?' if query else ''}{query}")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason a policy gave."""
    reason = str(exception) if exception else ""
    return page(request, 403, reason or _("You may not do this."))


def bad_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """400, for what no form of ours sends."""
    return _plain(400, _(TITLES[400]))


def too_soon(request: HttpRequest, error: TooSoon) -> HttpResponse:
    """429, with how long to wait."""
    response = page(request, 429, str(error), wait=error.wait)
    response["Retry-After"] = str(error.wait)
    return response


def too_many(request: HttpRequest) -> HttpResponse:
    """429 for limits that do not tell how long is left: a minute is enough for each."""
    return too_soon(request, TooSoon(60))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, made of nothing that could fail in the same way again."""
    return _plain(500, _(TITLES[500]), source=_sent(request))


def _sent(request: HttpRequest) -> str:
    # Reading the body may be what failed.
    with suppress(Exception):
        return request.POST.get("source", "")
    return ""


def _plain(status: int, title: str, source: str = "") -> HttpResponse:
    context = {"status": status, "title": title, "source": source}
    template = loader.get_template("web/plain_error.html", using="jinja")
    return HttpResponse(template.render(context), status=status)
