"""What a feed's rules make of an entry: whether it is wanted, and what is shown of it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from rostra.forum.publishers import refusal_of
from rostra.foundation.word_filters import folded, words_in
from rostra.news.models import Feed
from rostra.news.reading import EntryRead
from rostra.news.services.story_text import plain_text, story_html

_CORRECTS = re.compile(
    r"^\W{0,3}((?:corrects|corrected|correction|corrigendum|clarifies)\b.{10,600})",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"^\W{0,3}(?:correction|corrected|refile)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shaped:
    """An entry as it would be posted, or why it would not be."""

    headline: str
    standfirst: str
    body: str
    unwanted: str = ""


def shaped(feed: Feed, entry: EntryRead) -> Shaped:
    """What of an entry is posted under a feed's rules. Asks and writes nothing."""
    unwanted = reason_against(feed, entry)
    if feed.shows == Feed.Shows.ALL:
        return Shaped(entry.headline, entry.standfirst, entry.body, unwanted)
    if feed.shows == Feed.Shows.LINK:
        return Shaped(entry.headline, "", "", unwanted)
    text = plain_text(story_html(entry.body)) or entry.standfirst
    return Shaped(entry.headline, "", _first_words(text, feed.words), unwanted)


def reason_against(feed: Feed, entry: EntryRead) -> str:
    """Why a feed's rules do not want an entry, or `""`."""
    if entry.status != "usable":
        return _("Its publisher held it back.")
    if refused := refusal_of(entry.address):
        return refused[:300]
    if not entry.headline:
        return _("It has no headline.")
    said = f"{entry.headline} {entry.standfirst} {plain_text(story_html(entry.body))}"
    said = f"{said} {' '.join(entry.keywords)}"
    for word in words_in(said, rules(feed.never_with)):
        return _("It has the word “%(word)s”.") % {"word": word}
    wanted = rules(feed.only_with)
    if wanted and not words_in(said, wanted):
        return _("It has none of the words that this feed is read for.")
    return ""


def rules(lines: str) -> list[str]:
    """The words of a rule, each on its line, as they are compared."""
    return [word for word in map(folded, lines.splitlines()) if word]


def correction_of(entry: EntryRead) -> str:
    """What an entry says was corrected in it, or `""`: from the marks of its format, or
    from a line “Corrects …” as agencies write it."""
    if entry.correction:
        told = entry.correction
        return told if len(told) > 15 else _("Its publisher corrected this story.")
    paragraphs = plain_text(story_html(entry.body)).split("\n\n")
    for words in (entry.standfirst, *paragraphs[:2], *paragraphs[-2:]):
        if found := _CORRECTS.match(words):
            return found[1]
    if _HEADLINE.match(entry.headline):
        return _("Its publisher corrected this story.")
    return ""


def due_after(feed: Feed, entry: EntryRead, now: datetime) -> datetime | None:
    """When an entry may be published: after its embargo, and not in quiet hours. None is
    now."""
    at = max(entry.embargoed_until or now, now)
    at = _after_quiet(feed, at)
    return at if at > now else None


def _after_quiet(feed: Feed, at: datetime) -> datetime:
    start, end = feed.quiet_from, feed.quiet_to
    if start is None or end is None or start == end:
        return at
    here = timezone.localtime(at)
    clock = here.time()
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not is_quiet:
        return at
    until = here.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return until if until > here else until + timedelta(days=1)


def _first_words(text: str, count: int) -> str:
    words = text.split()
    said = " ".join(words[:count])
    more = " …" if len(words) > count else ""
    return f"<p>{escape(said)}{more}</p>" if said else ""
