"""Refuse writes that another site's page sends with a member's cookies.

Instead of a secret in every form, which would make every page different, the
browser's own word is taken for where a request came from, as Go 1.25's
CrossOriginProtection does (W3C Fetch Metadata, RFC 6454). Pages stay the same for
everybody, and a form in an old tab still works.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class SameOriginOnly:
    """Middleware: an unsafe request must come from a page of this site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        if request.method not in SAFE and not is_same_origin(request):
            raise PermissionDenied(
                _(
                    "This form was sent from another site. Open the page here, and try again."
                )
            )


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says the request began on this site's own pages.

    A program that sends none of the three headers has no victim's cookies to abuse.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    return sender is None or urlsplit(sender).netloc == request.get_host()
