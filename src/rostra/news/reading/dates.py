"""Times as feeds write them: RFC 822, RFC 3339, ISO 8601, and near misses of these."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_ISO = re.compile(
    r"(?P<year>[12]\d{3})"
    r"(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d))?|-?(?P<ordinal>\d{3}))?"
    r"(?:[T ]+(?P<hour>\d\d?)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?)?)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
_CTIME = re.compile(
    r"[A-Za-z]{3},? +([A-Za-z]{3}) +(\d{1,2}),? +(\d\d:\d\d(?::\d\d)?)"
    r"(?: +([A-Z]{2,5}))? +(\d{4})",
    re.ASCII,
)
_LONGEST = 80
# RFC 5322 gives zones by letters of the USA only; feeds use these as well.
_ZONES = {
    "BST": "+0100",
    "CET": "+0100",
    "CEST": "+0200",
    "EET": "+0200",
    "ET": "-0500",
}
_ZONES |= {"EEST": "+0300", "MSK": "+0300", "IST": "+0530", "JST": "+0900"}
_ZONES |= {"AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300"}


def read_time(words: str) -> datetime | None:
    """A time, or None if it is none. Without a zone it is taken as UTC."""
    words = " ".join(words.split())[:_LONGEST]
    if not words:
        return None
    try:
        return _iso(words) or _mail(words) or _ctime(words)
    except (ValueError, OverflowError, TypeError):
        return None


def _iso(words: str) -> datetime | None:
    found = _ISO.fullmatch(words)
    if found is None:
        return None
    part = found.groupdict()
    hour, midnight = int(part["hour"] or 0), timedelta()
    if hour == 24:  # ISO 8601 lets a day end this way.
        hour, midnight = 0, timedelta(days=1)
    second = min(int(part["second"] or 0), 59)
    day = datetime(
        int(part["year"]),
        int(part["month"] or 1),
        int(part["day"] or 1),
        hour,
        int(part["minute"] or 0),
        second,
        tzinfo=_zone(part["zone"] or "Z"),
    )
    if part["ordinal"]:
        midnight += timedelta(days=int(part["ordinal"]) - 1)
    return (day + midnight).astimezone(UTC)


def _zone(words: str) -> timezone:
    if not words.startswith(("+", "-")):
        return UTC
    digits = words[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if words[0] == "-" else away)


def _mail(words: str) -> datetime | None:
    head, _, zone = words.rpartition(" ")
    zone = {"Etc/GMT": "GMT"}.get(zone, _ZONES.get(zone, zone))
    found = parsedate_tz(f"{head} {zone}") or parsedate_tz(words)
    if found is None or found[0] < 1900:
        return None
    second = min(found[5], 59)
    away = timezone(timedelta(seconds=found[9] or 0))
    return datetime(*found[:5], second, tzinfo=away).astimezone(UTC)


def _ctime(words: str) -> datetime | None:
    """As the C library writes it: Thu Jan  1 19:48:21 GMT 2004."""
    found = _CTIME.fullmatch(words)
    if found is None:
        return None
    month, day, clock, zone, year = found.groups()
    return _mail(f"{day} {month} {year} {clock} {zone or 'GMT'}")
