"""Who is asking, and whether they have agreed to what holds here."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rostra.accounts.models import Guest
from rostra.accounts.sessions import reader_of
from rostra.accounts.terms import must_accept
from rostra.web.dates import ZONE, zone_named
from rostra.web.language import speak
from rostra.web.look import COOKIE, look_of

ASKING = "/account/terms/"
"""The page that asks a member to accept terms that are new."""

_OPEN = ("/account/", "/terms/", "/sign-")
"""Where somebody can go who has not accepted: what is theirs, and the way out."""


class KnowsReader(AuthenticationMiddleware):
    """Middleware: `request.user` is the signed-in User, or a Guest, never None."""

    def process_request(self, request: HttpRequest) -> None:
        has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.user = reader_of(request.session) if has_cookie else Guest()
        ZONE.set(zone_named(request.user.time_zone))
        look = look_of(request.user.look or request.COOKIES.get(COOKIE))
        speak(look.language or settings.LANGUAGE_CODE)

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """A member's page is theirs: no cache on the way may keep it."""
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class AsksForTerms:
    """Middleware: members who have not accepted the new terms read them first.

    What is sent by POST is taken all the same, so that no words are lost that somebody
    was writing when the terms changed; the page that follows asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_page(request) and must_accept(request.user):
            asked_for = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{ASKING}?{asked_for}")
        return self.get_response(request)


def _is_page(request: HttpRequest) -> bool:
    # A script that fetches a piece of a page must not be given another page.
    is_shown = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    is_read = request.method in ("GET", "HEAD")
    return is_read and is_shown and not request.path.startswith(_OPEN)
