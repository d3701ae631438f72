"""A story's headline, and the title of its topic."""

from rostra.forum.services.starting import LONGEST_TITLE

SAME_HEADLINE = 50
"""So many per cent of their words two headlines that lead to one address have in common,
if they are of one story."""


def shortened(headline: str) -> str:
    """A headline as a title, which has less room."""
    if len(headline) <= LONGEST_TITLE:
        return headline
    return headline[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def is_headline(title: str, headline: str) -> bool:
    """Whether a title is still the headline, and not one that staff has chosen."""
    return title == shortened(headline)


def shown_headline(title: str, headline: str) -> str:
    """What a story is called here: whole as its publisher does, or as staff does."""
    return headline if is_headline(title, headline) else title
