"""The members of the sample community. None of them can sign in."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from rostra.accounts.models import User
from rostra.site.sample.reading import time_ago

_FILE = Path(__file__).with_name("people.toml")
_FIRST_YEAR = 2004
_YEARS_HERE = 3
"""For so long at least the crowd has been here: longer than most topics."""


def add_people(now: datetime) -> dict[str, User]:
    """Everybody in `people.toml`, by name."""
    told = tomllib.loads(_FILE.read_text("utf-8"))
    chance = Random(2004)
    people = [_person(words, now, chance) for words in told["member"]]
    for name in told["crowd"]["names"]:
        year = chance.randint(_FIRST_YEAR, now.year - _YEARS_HERE)
        people.append(_person({"name": name, "joined": year}, now, chance))
    User.objects.bulk_create(people)
    return {person.name: person for person in people}


def _person(words: dict[str, Any], now: datetime, chance: Random) -> User:
    joined, seen = words["joined"], words.get("seen")
    user = User.objects.build(
        words["name"],
        role=words.get("role", "member"),
        is_house=words.get("house", False),
        is_placeholder=words.get("placeholder", False),
        hides_presence=words.get("hides_presence", False),
        title=words.get("title", ""),
        location=words.get("location", ""),
        about=words.get("about", ""),
        signature=words.get("signature", ""),
        joined_at=now.replace(month=1, day=1, year=joined)
        + timedelta(days=chance.randint(0, 330)),
        last_seen_at=_last_seen(seen, now, chance),
    )
    user.read_before = user.joined_at
    user.set_unusable_password()
    return user


def _last_seen(seen: str | None, now: datetime, chance: Random) -> datetime | None:
    if seen == "never":
        return None
    if seen:
        return now - time_ago(seen)
    return now - timedelta(minutes=chance.randint(20, 60 * 24 * 40))
