"""How a reader wants pages to look: kept in a cookie, for members and guests alike."""

from typing import NamedTuple

COOKIE = "look"
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
