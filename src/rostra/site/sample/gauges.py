"""The sample's long topic: readings of rain gauges, put together from a stock of words.

Everything is drawn from one seeded generator, so it is the same topic every time.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from rostra.site.sample.reading import PostText, TopicText

_FILE = Path(__file__).with_name("rain_gauges.toml")
_BEGAN = timedelta(days=490)
_LATEST = timedelta(hours=1)
_HOURS = (3, 6, 12, 24)


@dataclass(frozen=True, slots=True)
class _Reading:
    author: str
    key: str
    words: str
    band: str


def gauge_topic() -> TopicText:
    """The topic, in the form that files are read into."""
    stock = tomllib.loads(_FILE.read_text("utf-8"))
    chance = Random(1978)
    ages = _ages(stock["posts"] - 1, chance)
    opening = PostText(stock["by"], _BEGAN, "gauges", stock["opening"].strip())
    posts = [opening, *_replies(stock, ages, chance)]
    front = {
        "title": stock["title"],
        "category": "land",
        "tags": ["rain"],
        "views": 61_280,
        "pinned": "1y",
        "followed_by": ["Marta Ellwood", "J.", "Peder Oslund", "wet_boots"],
    }
    return TopicText("99-rain-gauges", front, posts)


def _ages(count: int, chance: Random) -> list[timedelta]:
    """How long ago each reply was written, oldest first; the last ones are of today."""
    spread = (_BEGAN - timedelta(days=1)).total_seconds()
    earlier = [
        timedelta(days=1, seconds=chance.random() * spread) for _ in range(count)
    ]
    today = [_LATEST + timedelta(hours=3 * turn) for turn in range(4)]
    return sorted([*earlier[len(today) :], *today], reverse=True)


def _replies(
    stock: dict[str, Any], ages: list[timedelta], chance: Random
) -> Iterator[PostText]:
    said = iter(stock["said"])
    every = len(ages) // len(stock["said"])
    words = _Words(stock, chance)
    last: _Reading | None = None
    for place, ago in enumerate(ages):
        if place % every == every // 2 and (fixed := next(said, None)):
            yield PostText(fixed["by"], ago, text=fixed["text"], notes=_thanks(chance))
            last = None
        elif last and chance.random() < 0.22:
            yield words.answer(last, ago)
            last = None
        else:
            last = words.read(place, last)
            text = words.with_remark(last)
            yield PostText(last.author, ago, last.key, text, _thanks(chance))


class _Words:
    """Draws readings, and what is said about them, without repeating itself too soon."""

    def __init__(self, stock: dict[str, Any], chance: Random) -> None:
        self._stock, self._chance = stock, chance
        self._people = list(stock["places"])
        self._left: dict[str, list[str]] = {}

    def read(self, place: int, before: _Reading | None) -> _Reading:
        """Somebody reads their gauge; not the one who has just done so."""
        author = self._chance.choice(self._people)
        while before and author == before.author:
            author = self._chance.choice(self._people)
        hours = self._chance.choice(_HOURS)
        mm = self._millimetres(hours)
        forms = self._stock["forms" if mm else "dry_forms"]
        form = self._chance.choice(forms)
        where = self._stock["places"][author]
        words = form.format(place=where, mm=mm, hours=hours)
        return _Reading(
            author, f"gauge-{place}", words[0].upper() + words[1:], _band(mm)
        )

    def with_remark(self, reading: _Reading) -> str:
        if self._chance.random() < 0.4:
            return reading.words
        return f"{reading.words} {self._draw('after', reading.band)}"

    def answer(self, reading: _Reading, ago: timedelta) -> PostText:
        """Another member quotes a reading and says something about it."""
        author = self._chance.choice([p for p in self._people if p != reading.author])
        name = reading.author
        shown = name if name.replace("_", "").isalnum() else f'"{name}"'
        quote = f"> @{shown} [said]({{{{{reading.key}}}}}):\n>\n> {reading.words}"
        return PostText(
            author, ago, text=f"{quote}\n\n{self._draw('answers', reading.band)}"
        )

    def _millimetres(self, hours: int) -> float:
        if self._chance.random() < 0.2:
            return 0
        return round(self._chance.gammavariate(1.1, 2.0 + hours / 4), 1)

    def _draw(self, kind: str, band: str) -> str:
        left = self._left.setdefault(f"{kind} {band}", [])
        if not left:
            left += self._stock[kind][band]
            self._chance.shuffle(left)
        return left.pop()


def _band(mm: float) -> str:
    for band, most in (("dry", 0), ("light", 1.5), ("wet", 13)):
        if mm <= most:
            return band
    return "heavy"


def _thanks(chance: Random) -> dict[str, str]:
    if chance.random() < 0.8:
        return {}
    return {"reactions": f"thanks {chance.randint(1, 6)}"}
