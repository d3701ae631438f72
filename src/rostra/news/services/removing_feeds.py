"""Forget feeds: at once for everybody, and their entries a piece at a time, so that nobody
who writes has to wait however many there are."""

import time
from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Feed, FeedEntry
from rostra.news.services.feeding import lock_feed

AT_ONCE = 500

State = FeedEntry.State
_WAITS = (State.HELD, State.WAITING, State.CHANGED, State.RELEASED)


@transaction.atomic
def remove_feed(*, editor: User, feed_id: int) -> None:
    """Forget a feed, and some seconds later what is known of its entries; its stories
    stay. One that is gone is no error."""
    with suppress(NotVisible):
        feed = lock_feed(editor, feed_id)
        feed.removed_at = feed.paused_at = timezone.now()
        feed.next_at = None
        # The same address may be read anew at once.
        feed.address = f"removed:{feed.pk}"
        feed.save()
        feed.entries.filter(state__in=_WAITS).update(state=State.DROPPED, due_at=None)


def finish_removals(*, seconds: float = 0.5) -> int:
    """Go on to drop the entries of feeds that were removed, and then these, for so long;
    how many entries. One query where none is; safe in several processes at once."""
    end, count = time.monotonic() + seconds, 0
    gone = Feed.with_removed.exclude(removed_at=None)
    while time.monotonic() < end and gone.exists():
        dropped = _drop_some()
        if dropped is None:  # Another process is at it.
            break
        count += dropped
    return count


@transaction.atomic
def _drop_some() -> int | None:
    gone = Feed.with_removed.exclude(removed_at=None).order_by("pk")
    feed = gone.select_for_update(skip_locked=True).first()
    if feed is None:
        return None
    some = list(feed.entries.values_list("pk", flat=True)[:AT_ONCE])
    FeedEntry.objects.filter(pk__in=some).delete()
    if len(some) < AT_ONCE:
        feed.delete()
    return len(some)
