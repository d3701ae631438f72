"""How a reader wants pages to look: kept in a cookie, and for members with the account."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

COOKIE = "look"
YEAR = 365 * 24 * 60 * 60
THEMES = ("auto", "light", "dark")
TEXTS = ("standard", "large", "largest")
DENSITIES = ("normal", "compact")


class Look(NamedTuple):
    """Theme, text size and density, each one of a short list."""

    theme: str = THEMES[0]
    text: str = TEXTS[0]
    density: str = DENSITIES[0]

    def __str__(self) -> str:
        return ".".join(self)


LOOKS = {
    str(look): look
    for look in (Look(a, b, c) for a in THEMES for b in TEXTS for c in DENSITIES)
}


def look_of(cookie: str | None) -> Look:
    """The look that a cookie asks for; the default for anything else."""
    return LOOKS.get(cookie or "", Look())


def changed(look: Look, part: str, value: str) -> Look:
    """A look with one part changed; the same look if there is no such part or value."""
    choices = {"theme": THEMES, "text": TEXTS, "density": DENSITIES}
    return look._replace(**{part: value}) if value in choices.get(part, ()) else look


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
