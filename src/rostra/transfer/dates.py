"""Reads the dates that forum engines print, ISO or free form, in several languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

from rostra.transfer.months import days_back, month_of

_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?\s*"
    r"(?P<half>[ap]\.?m\.?)?(?!\w)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2'?(\d{2,4})(?!\d)")
_WORD = re.compile(r"[^\W\d_][^\W\d_'’]*\.?")
_DAY_OR_YEAR = re.compile(r"(?<![\d:])'?(\d{4}|\d{1,2})(?!\d)")
_AGO = re.compile(
    r"(\d+|an?|one)\s+(second|sec|minute|min|hour|day|week|month|year)s?\b.*\bago",
    re.IGNORECASE,
)
_SECONDS = {
    "second": 1,
    "sec": 1,
    "minute": 60,
    "min": 60,
    "hour": 3600,
    "day": 86_400,
    "week": 604_800,
    "month": 2_629_800,
    "year": 31_557_600,
}


@dataclass(slots=True)
class DateReader:
    """Reads the dates of one topic.

    `zone` is what times without a zone are in, `seen_at` when the page was saved, from
    which "yesterday" counts. Whether 9-10-2017 is in September or October is told by
    the topic's other dates (`learn`).
    """

    zone: tzinfo = UTC
    seen_at: datetime | None = None
    month_first: bool = False
    relative: int = field(default=0)
    """How many dates were counted from `seen_at`."""
    zoneless: int = field(default=0)
    """How many told no zone."""

    def learn(self, texts: Iterable[str]) -> None:
        """Find out the order of day and month from all dates of a topic."""
        for text in texts:
            for first, sign, second, _ in _NUMBERS.findall(text):
                if sign != "." and len(first) <= 2 and int(first) <= 12 < int(second):
                    self.month_first = True
                    return

    def read(self, text: str) -> datetime | None:
        """The moment a text tells, aware, or None if it tells none."""
        text = " ".join(text.split())
        if not text or len(text) > 100:
            return None
        try:
            found = self._iso(text) or self._stamp(text) or self._free(text)
        except (ValueError, OverflowError):
            return None
        return found if found and 1970 <= found.year < 2200 else None

    def _iso(self, text: str) -> datetime | None:
        if not re.match(r"\d{4}-\d\d-\d\d", text):
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return None
        if found.tzinfo:
            return found
        self.zoneless += 1
        return found.replace(tzinfo=self.zone)

    def _stamp(self, text: str) -> datetime | None:
        """Seconds since 1970, which some skins of XenForo print."""
        is_stamp = text.isdigit() and 9 <= len(text) <= 10
        return datetime.fromtimestamp(int(text), UTC) if is_stamp else None

    def _free(self, text: str) -> datetime | None:
        if ago := _AGO.search(text):
            return self._ago(ago)
        numbers = _NUMBERS.search(text)
        rest = (
            text[: numbers.start()] + " " + text[numbers.end() :] if numbers else text
        )
        time = _TIME.search(rest)
        hour, minute, second = _clock(time) if time else (0, 0, 0)
        if time:
            rest = f"{rest[: time.start()]} {rest[time.end() :]}"
        day = self._from_numbers(numbers) if numbers else self._day(rest)
        if day is None:
            return None
        self.zoneless += 1
        return day.replace(hour=hour, minute=minute, second=second)

    def _day(self, text: str) -> datetime | None:
        words = _WORD.findall(text)
        for word in words:
            back = days_back(word)
            if back is not None and self.seen_at:
                self.relative += 1
                return (self.seen_at.astimezone(self.zone) - timedelta(back)).replace(
                    microsecond=0
                )
        month = next((month for word in words if (month := _month(word, words))), 0)
        numbers = [int(number) for number in _DAY_OR_YEAR.findall(text)]
        if not month or not numbers:
            return None
        years = [number for number in numbers if number > 31]
        days = [number for number in numbers if number <= 31]
        if not years and len(days) > 1:
            years = [days.pop()]
        if not years or not days:
            return None
        return datetime(_full_year(years[0]), month, days[0], tzinfo=self.zone)

    def _from_numbers(self, match: re.Match[str]) -> datetime:
        first, sign, second, third = match.groups()
        if len(first) == 4:
            return datetime(int(first), int(second), int(third), tzinfo=self.zone)
        day, month = int(first), int(second)
        if month > 12 or (self.month_first and sign != "." and day <= 12):
            day, month = month, day
        return datetime(_full_year(int(third)), month, day, tzinfo=self.zone)

    def _ago(self, match: re.Match[str]) -> datetime | None:
        if not self.seen_at:
            return None
        self.relative += 1
        count = int(match[1]) if match[1].isdigit() else 1
        return self.seen_at - timedelta(seconds=count * _SECONDS[match[2].lower()])


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    return hour, int(match["minute"]), int(match["second"] or 0)


def _month(word: str, words: list[str]) -> int:
    """The month a word names; "mar" may be Tuesday when a real month stands beside it."""
    if len(word.rstrip(".")) < 3:
        return 0
    month = month_of(word)
    others = [other for other in words if other != word and len(other.rstrip(".")) > 2]
    is_weekday = word.lower().rstrip(".") in ("mar", "mer") and any(
        map(month_of, others)
    )
    return 0 if is_weekday else month


def _full_year(year: int) -> int:
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year
