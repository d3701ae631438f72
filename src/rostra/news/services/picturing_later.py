"""Pictures of stories that were not posted or changed while their feed was asked: those that
an editor let through, or whose time had come."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)

from rostra.foundation import outgoing
from rostra.news.models import FeedEntry, Story
from rostra.news.services.picturing import fetch_pictures

LAST = 500
"""Only so many of the newest stories are looked at, however many there are."""
AT_ONCE = 5

_log = logging.getLogger(__name__)
_fetching = ThreadPoolExecutor(1, "pictures")
_running: list["Future[int]"] = []
_tried: set[int] = set()
"""Stories whose picture this process has asked for: once, whatever came of it."""
_wanted: set[int] = set()
"""Stories that were changed since, and may have others now."""


def want_pictures(story_id: int) -> None:
    """Let the pictures that a changed story lacks be fetched soon, after commit."""
    transaction.on_commit(partial(_wanted.add, story_id))


def start_picturing() -> int:
    """Begin to fetch pictures that are missing, on a thread; of how many stories. Two
    queries, of the newest stories only; safe in several processes at once."""
    if any(not job.done() for job in _running):
        return 0
    _running.clear()
    missing = stories_without_picture()
    stories = tuple(dict.fromkeys((*_changed(), *missing)))
    if stories:
        _running.append(_fetching.submit(_fetch, stories))
    return len(stories)


def fetch_in_turn(stories: tuple[int, ...], *, reach: outgoing.Reach) -> int:
    """Fetch the pictures of these stories, one after the other; how many got some. Those
    for which the database has no time now are fetched later; raises nothing."""
    count = 0
    for at, story_id in enumerate(stories):
        try:
            count += fetch_pictures((story_id,), reach=reach)
        except (OperationalError, InterfaceError):
            _log.exception("Pictures wait for the database")
            _wanted.update(stories[at:])
            break
        except Exception:  # noqa: BLE001 - one story stops no other
            _log.exception("Pictures could not be kept", extra={"story": story_id})
    return count


def stories_without_picture() -> tuple[int, ...]:
    """Stories from feeds that may show pictures, whose entries name some and which have
    none; each is given once in the life of a process."""
    newest = Story.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = FeedEntry.objects.filter(
        story__gt=newest - LAST,
        story__image="",
        story__by_hand_at=None,
        feed__has_pictures=True,
        state=FeedEntry.State.PUBLISHED,
    ).exclude(story__status=Story.Status.WITHDRAWN)
    there = set(rows.values_list("story", flat=True))
    _tried.intersection_update(there)
    # What entries say is read once of each story, not every ten seconds of all of them.
    some = sorted(there - _tried, reverse=True)[:AT_ONCE]
    told = list(rows.filter(story__in=some).values_list("story", "told"))
    _tried.update(some)
    return tuple(story for story, entry in told if entry.get("pictures"))


def _changed() -> tuple[int, ...]:
    some = sorted(_wanted)[:AT_ONCE]
    _wanted.difference_update(some)
    return tuple(some)


def _fetch(stories: tuple[int, ...]) -> int:
    from rostra.news.services.polling import REACH

    close_old_connections()
    try:
        return fetch_in_turn(stories, reach=REACH)
    finally:
        connection.close()
