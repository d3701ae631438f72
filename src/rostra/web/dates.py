"""Times and large numbers as pages show them: absolute, in the reader's time zone.

Django's date filters cost more than the rest of a topic page together, so these are
small functions that remember what they said (design.md §4).
"""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, date, datetime, tzinfo
from email.utils import format_datetime
from functools import lru_cache, wraps
from zoneinfo import ZoneInfo

from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language, pgettext
from markupsafe import Markup

from rostra.web.language import LANGUAGE


def pgettext_noop(context: str, words: str) -> str:
    """Mark words for translation in a context (`make messages`); they stay as they are."""
    return words


MONTHS = (
    pgettext_noop("in a date", "January"),
    pgettext_noop("in a date", "February"),
    pgettext_noop("in a date", "March"),
    pgettext_noop("in a date", "April"),
    pgettext_noop("in a date", "May"),
    pgettext_noop("in a date", "June"),
    pgettext_noop("in a date", "July"),
    pgettext_noop("in a date", "August"),
    pgettext_noop("in a date", "September"),
    pgettext_noop("in a date", "October"),
    pgettext_noop("in a date", "November"),
    pgettext_noop("in a date", "December"),
)
SHORT = (
    pgettext_noop("month, short", "Jan"),
    pgettext_noop("month, short", "Feb"),
    pgettext_noop("month, short", "Mar"),
    pgettext_noop("month, short", "Apr"),
    pgettext_noop("month, short", "May"),
    pgettext_noop("month, short", "Jun"),
    pgettext_noop("month, short", "Jul"),
    pgettext_noop("month, short", "Aug"),
    pgettext_noop("month, short", "Sep"),
    pgettext_noop("month, short", "Oct"),
    pgettext_noop("month, short", "Nov"),
    pgettext_noop("month, short", "Dec"),
)
REMEMBERED = 8192
"""How many times, in how many words, a process keeps: about 2 MB."""

ZONE: ContextVar[tzinfo | None] = ContextVar("zone", default=None)
"""The zone that a member reads in; None means the site's. It is set before a page is
made, and is part of the key of every piece of a page that is kept."""


def zone_name() -> str:
    """The IANA name of the zone that times are told in, for scripts."""
    return str(ZONE.get() or get_default_timezone())


Words = Callable[[datetime], str]


@lru_cache(maxsize=1024)
def zone_named(name: str) -> tzinfo | None:
    """The zone of an IANA name, or None for none and for one that is not known here."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def _as_element(words: Words, attributes: str = "") -> Callable[[datetime], Markup]:
    """Wrap a way of saying a time in a `<time>`, and remember the outcome.

    The zone and the language are part of what is remembered. `datetime` is in UTC and
    to the minute, as HTML allows, because that is all that a page shows.
    """

    @lru_cache(maxsize=REMEMBERED)
    def element(at: datetime, zone: tzinfo, language: str | None) -> Markup:
        there = at.astimezone(zone)
        machine = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
        said = Markup.escape(words(there))
        return Markup(f'<time{attributes} datetime="{machine}">{said}</time>')

    @wraps(words)
    def show(at: datetime) -> Markup:
        return element(at, ZONE.get() or get_default_timezone(), get_language())

    return show


def _date(there: date) -> str:
    parts = {"day": there.day, "month": _month(there), "year": there.year}
    return pgettext("date", "%(day)s %(month)s %(year)s") % parts


def _month(there: date) -> str:
    return pgettext("in a date", MONTHS[there.month - 1])


def day_and_time(there: datetime) -> str:
    """`14 March 2026, 07:02` as plain words, in the zone of what is given."""
    return f"{_date(there)}, {there:%H:%M}"


moment = _as_element(day_and_time)
"""`14 March 2026, 07:02`, given an aware datetime."""

published = _as_element(day_and_time, ' itemprop="datePublished"')
"""The same, marked for schema.org as when something was published."""


@_as_element
def day(there: datetime) -> str:
    """`14 March 2026`, given an aware datetime."""
    return _date(there)


def whole_day(on: date) -> Markup:
    """`14 March 2026` in a `<time>`, given a day that is the same everywhere."""
    words = Markup('<time datetime="{}">{}</time>')
    return words.format(on.isoformat(), words_of_day(on))


def words_of_day(on: date) -> str:
    """The same for letters."""
    return _date(on)


@_as_element
def brief(there: datetime) -> str:
    """`14 Mar 2026, 07:02`, given an aware datetime, for narrow columns."""
    name = pgettext("month, short", SHORT[there.month - 1])
    parts = {"day": there.day, "month": name, "year": there.year}
    return f"{pgettext('date', '%(day)s %(month)s %(year)s') % parts}, {there:%H:%M}"


@_as_element
def month(there: datetime) -> str:
    """`March 2026`, given an aware datetime."""
    return f"{_month(there)} {there.year}"


@_as_element
def clock(there: datetime) -> str:
    """`07:02`, given an aware datetime: only where the day is told beside it."""
    return f"{there:%H:%M}"


def iso(at: datetime) -> str:
    """`2026-03-14T07:02:11Z`, for machines (RFC 3339)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(at: datetime) -> str:
    """`Sat, 14 Mar 2026 07:02:11 +0000`, as RSS wants it (RFC 5322)."""
    return format_datetime(at.astimezone(UTC))


def exact(number: int) -> str:
    """`1,284,907`, with the marks of the page's language."""
    return f"{number:,}".replace(",", _marks(LANGUAGE.get())[0])


def count(number: int) -> str:
    """Exact to 9,999, then three figures: `18.4k`, `1.28m`."""
    if number < 10_000:
        return exact(number)
    size, unit = next(pair for pair in _SIZES if number >= pair[0])
    figures = number / size
    # Rounded down, so that 999,999 does not become "1,000k".
    places = 2 if figures < 10 else 1 if figures < 100 else 0
    shown = f"{int(figures * 10**places) / 10**places:.{places}f}"
    figure = shown.replace(".", _marks(LANGUAGE.get())[1])
    return pgettext("large number", unit) % {"figure": figure}


_SIZES = (
    (1_000_000_000, pgettext_noop("large number", "%(figure)sbn")),
    (1_000_000, pgettext_noop("large number", "%(figure)sm")),
    (1_000, pgettext_noop("large number", "%(figure)sk")),
)


@lru_cache(maxsize=64)
def _marks(language: str) -> tuple[str, str]:
    """What stands between thousands, and before decimals."""
    return pgettext("between thousands", ","), pgettext("before decimals", ".")
