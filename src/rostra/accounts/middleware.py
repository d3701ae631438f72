"""Who is asking."""

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest, HttpResponse

from rostra.accounts.models import Guest
from rostra.accounts.sessions import reader_of
from rostra.web.dates import ZONE, zone_named


class KnowsReader(AuthenticationMiddleware):
    """Middleware: `request.user` is the signed-in User, or a Guest, never None."""

    def process_request(self, request: HttpRequest) -> None:
        has_cookie = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.user = reader_of(request.session) if has_cookie else Guest()
        ZONE.set(zone_named(request.user.time_zone))

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """A member's page is theirs: no cache on the way may keep it."""
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
