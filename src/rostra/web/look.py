"""How a reader wants pages, kept in a cookie and, for members, with the account: theme,
text size, density and language."""

from itertools import product
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from rostra.foundation.languages import LANGUAGES

COOKIE = "look"
YEAR = 365 * 24 * 60 * 60
THEMES = ("auto", "light", "dark")
TEXTS = ("standard", "large", "largest")
DENSITIES = ("normal", "compact")
SPOKEN = ("", *LANGUAGES)
"""No choice means the site's own language."""


CHOICES = {"theme": THEMES, "text": TEXTS, "density": DENSITIES, "language": SPOKEN}


class Look(NamedTuple):
    """Theme, text size, density and language, each one of a short list."""

    theme: str = THEMES[0]
    text: str = TEXTS[0]
    density: str = DENSITIES[0]
    language: str = SPOKEN[0]

    def __str__(self) -> str:
        return ".".join(filter(None, self))


LOOKS = {str(look): look for look in map(Look._make, product(*CHOICES.values()))}


def look_of(cookie: str | None) -> Look:
    """The look that a cookie asks for; the default for anything else."""
    return LOOKS.get(cookie or "", Look())


def chosen_look(request: HttpRequest) -> str:
    """The look that somebody chose in this browser, as it is kept; empty for none."""
    cookie = request.COOKIES.get(COOKIE, "")
    return cookie if cookie in LOOKS else ""


def changed(look: Look, part: str, value: str) -> Look:
    """A look with one part changed; the same look if there is no such part or value."""
    return look._replace(**{part: value}) if value in CHOICES.get(part, ()) else look


def give_look(request: HttpRequest, response: HttpResponse, look: Look) -> None:
    """Let the browser keep a look for a year."""
    response.set_cookie(
        COOKIE,
        str(look),
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
