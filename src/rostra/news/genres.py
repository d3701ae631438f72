"""What kinds of stories are called on the page."""

from django.utils.translation import gettext_lazy as _

from rostra.news.reading.genres import ORDINARY, genre_named

LABELS = {
    "advice": _("Advice"),
    "analysis": _("Analysis"),
    "background": _("Background"),
    "biography": _("Biography"),
    "chronology": _("Chronology"),
    "curtain raiser": _("Curtain raiser"),
    "daybook": _("Daybook"),
    "exclusive": _("Exclusive"),
    "fact check": _("Fact check"),
    "factbox": _("Factbox"),
    "feature": _("Feature"),
    "forecast": _("Forecast"),
    "from the scene": _("From the scene"),
    "history": _("History"),
    "interview": _("Interview"),
    "letter": _("Letter"),
    "live": _("Live"),
    "obituary": _("Obituary"),
    "opinion": _("Opinion"),
    "poll": _("Opinion poll"),
    "press digest": _("Press digest"),
    "press release": _("Press release"),
    "profile": _("Profile"),
    "question and answer": _("Questions and answers"),
    "results": _("Results"),
    "retrospective": _("Retrospective"),
    "review": _("Review"),
    "satire": _("Satire"),
    "special report": _("Special report"),
    "sponsored": _("Sponsored"),
    "summary": _("Summary"),
    "transcript": _("Transcript"),
    "wrap": _("Wrap-up"),
}
LONGEST = 30
"""Signs of a genre in a publisher's own words that are shown."""


def genre_label(genre: str) -> str:
    """What readers are told of a story's genre: nothing where it is ordinary news, or in
    so many words that it is no label."""
    if known := genre_named(genre):
        return str(LABELS[known])
    is_said = (
        genre.casefold().replace(" ", "") not in ORDINARY and len(genre) <= LONGEST
    )
    return genre if is_said else ""


def genre_choices(now: str = "") -> list[tuple[str, str]]:
    """The genres to choose from, and the one that a story has now in other words."""
    known = genre_named(now)
    offered = [(now if key == known else key, str(LABELS[key])) for key in LABELS]
    if now and not known:
        offered.append((now, now))
    return sorted(offered, key=lambda pair: pair[1].casefold())
