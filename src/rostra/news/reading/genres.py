"""What kind of text it is, where a format says so in a code or among other words."""

import re

GENRES = (
    *("advice", "analysis", "background", "biography", "chronology", "curtain raiser"),
    *("daybook", "exclusive", "factbox", "feature", "forecast", "from the scene"),
    *("fact check", "history", "interview", "letter", "live", "obituary", "opinion"),
    *("poll", "press release", "press digest", "profile", "question and answer"),
    *("results", "retrospective", "review", "satire", "special report", "sponsored"),
    *("summary", "transcript", "wrap"),
)
"""The kinds that a reader should know of, in the words of IPTC's genres where it has
them (cv.iptc.org/newscodes/genre). Ordinary news is none."""
ORDINARY = frozenset(
    "actuality article current information news newsitem nachricht nachrichten story "
    "text textonly update".split()
)
"""What says no more than that it is news."""
_OTHERS = {
    "biog": "biography",
    "comment": "opinion",
    "commentary": "opinion",
    "editorial": "opinion",
    "factcheck": "fact check",
    "listingoffacts": "factbox",
    "liveblog": "live",
    "pollsandsurveys": "poll",
    "qanda": "question and answer",
    "questionandanswersession": "question and answer",
    "resultslistingsandstatistics": "results",
    "resultslistingsandtables": "results",
    "scener": "from the scene",
    "transcriptandverbatim": "transcript",
    "advertorial": "sponsored",
    "wrapup": "wrap",
}
_SIGNS = re.compile(r"[^a-z]+")
_KNOWN = {_SIGNS.sub("", name): name for name in GENRES} | _OTHERS


def genre_named(words: str) -> str:
    """The genre among GENRES that words or a code name, or `""`."""
    return _KNOWN.get(_SIGNS.sub("", words.casefold().rpartition(":")[2]), "")


def is_of_genres(scheme: str) -> bool:
    """Whether a scheme of categories is one of genres."""
    return "genre" in scheme.casefold()
