"""The fields of a form that ask for a poll: what was typed, before anything is checked."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.timezone import get_default_timezone

from rostra.web.dates import ZONE

FIELDS = (
    "poll_question",
    "poll_options",
    "poll_kind",
    "poll_shown",
    "poll_public",
    "poll_closes",
)


def poll_fields(sent: Mapping[str, str]) -> dict[str, str]:
    """What was sent of these fields, as it was typed, without the empty ones."""
    return {name: sent[name] for name in FIELDS if sent.get(name)}


def asks_poll(typed: Mapping[str, str]) -> bool:
    """Whether a poll is asked for: something has been typed, not only chosen."""
    return any(
        typed.get(name, "").strip() for name in ("poll_question", "poll_options")
    )


def closing_time(typed: str) -> datetime:
    """What a browser sends of a date and time, in the reader's zone; raises ValueError."""
    there = datetime.fromisoformat(typed)
    return there.replace(tzinfo=ZONE.get() or get_default_timezone())
