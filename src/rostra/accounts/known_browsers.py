"""Which members have signed in with a browser before: the browser keeps that itself.

A browser that is known gets no mail about a new sign-in, and is never held back because
strangers guess at its member's password.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "known"
"""No page is made from it, so that pages for guests can still come from memory."""
YEAR = 365 * 24 * 60 * 60
MOST = 8
"""Members whom one browser knows."""

_SALT = "rostra.accounts.known_browsers"


def known_members(request: HttpRequest) -> list[int]:
    """The ids of the members who signed in with this browser, the last one first."""
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=YEAR)
    except signing.BadSignature:
        return []
    return [number for number in found if isinstance(number, int)][:MOST]


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser know the member who is signed in now."""
    others = [pk for pk in known_members(request) if pk != request.user.pk]
    response.set_cookie(
        COOKIE,
        signing.dumps([request.user.pk, *others][:MOST], salt=_SALT),
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
