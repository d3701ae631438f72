"""A wire that tells of a surge, and what is here of it."""

from datetime import UTC, datetime, timedelta

from rostra.news.models import FeedEntry, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services.taking_in import (
    take_in,
)

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
TWO = NOON + timedelta(hours=2)
LONG = (
    "The third gate stood open until the tide had turned and water ran over the quay. "
)
TEXT = f"<p>The surge was 4.2 metres.</p><p>{LONG * 4}</p>"
MORE = TEXT.replace("4.2", "4.4")


def entry(number: int = 1, **fields) -> EntryRead:
    """What the wire says of the surge."""
    address = f"https://wire.example/{number}"
    told = {
        "id": f"id-{number}",
        "address": address,
        "addresses": (address,),
        "headline": "Barrier closed late in the surge",
        "body": TEXT,
    }
    return EntryRead(**(told | fields))


def take(feed, *entries, now=NOON):
    """Let a feed say this."""
    return take_in(feed_id=feed.pk, read=FeedRead("rss", entries=entries), now=now)


def shown() -> str:
    """The words of the one story that is here."""
    return Story.objects.get().body_html


def kept_of_entries() -> str:
    """All words that are kept of entries."""
    return repr(list(FeedEntry.objects.values_list("told", "later")))
