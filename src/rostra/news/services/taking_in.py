"""Take in what a feed says: new entries, changed ones, and those taken back."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import (
    address_digests,
    digest_of,
    entry_of,
    told_of,
)
from rostra.news.models import EntryAddress, Feed, FeedEntry, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services.following import (
    NOTHING,
    change_by_entry,
    changes_of,
    says_the_same,
)
from rostra.news.services.in_turn import take_turn
from rostra.news.services.known_entries import (
    Known,
    known_entries,
    newest_of_each,
    note_count,
)
from rostra.news.services.outlets import change_outlet, story_told_by
from rostra.news.services.picturing_later import want_pictures
from rostra.news.services.placing import is_for_an_editor, note_likeness, place_entry
from rostra.news.services.printing import print_entry, words_of_entry
from rostra.news.services.shaping import due_after, reason_against
from rostra.news.services.taking_back import follow_status, hold_back, is_of_status
from rostra.news.staleness import is_stale, note_version

FIRST = 5
"""So many entries of a new feed are taken; older ones were there before it."""
AGAIN = timedelta(minutes=10)
"""When a change that was due is tried again, where staff keeps its story."""
State = FeedEntry.State
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a reading, in numbers, and the stories that are to get a picture."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    failed: int = 0
    """Entries that could not be written; the log says why."""
    pictured: tuple[int, ...] = ()


def take_in(*, feed_id: int, read: FeedRead, now: datetime | None = None) -> Taken:
    """Make of each entry what the feed says is to be made of it; twice is as once.

    Entries that say what they said before cost two queries together. Each that is new
    or changed is written by itself: one that cannot be does not stop the others. Raises
    OperationalError where the database is busy or away.
    """
    now = now or timezone.now()
    feed = Feed.objects.get(pk=feed_id)
    entries = newest_of_each(read.entries, now)
    # What lies in a folder was brought to us, and is none of what was there before.
    if not feed.is_folder and not feed.entries.exists():
        _note_earlier(feed, entries[:-FIRST], now)
    known, renamed = known_entries(feed, entries)
    counts = {"new": 0, "changed": 0, "withdrawn": 0, "failed": 0}
    pictured = []
    for key, entry in entries:
        there = known.get(key) or renamed.get(key)
        if there is not None and there.digest == digest_of(entry):
            note_count(there, entry)
            continue
        try:
            kind, story_id = _take(feed_id, key, entry, there, now)
        except OperationalError:
            raise
        except Exception:  # noqa: BLE001 - one entry stops no other
            _log_once(feed_id, key, digest_of(entry))
            kind, story_id = "failed", None
        if kind:
            counts[kind] += 1
        if story_id and kind in ("new", "changed"):
            pictured.append(story_id)
    return Taken(**counts, pictured=tuple(pictured))


_logged: set[tuple[int, str, str]] = set()
"""What could not be taken in, and was told to the log: each reading fails again."""
_MOST_LOGGED = 1_000


def _log_once(feed_id: int, key: str, digest: str) -> None:
    if (feed_id, key, digest) in _logged:
        return
    if len(_logged) >= _MOST_LOGGED:
        _logged.clear()
    _logged.add((feed_id, key, digest))
    _log.exception("An entry could not be taken in", extra={"feed": feed_id})


def _take(
    feed_id: int,
    key: str,
    entry: EntryRead,
    there: Known | None,
    now: datetime,
) -> tuple[str, int | None]:
    with transaction.atomic():
        if there is None or _may_be_as_new(there, entry):
            # Before any row is locked.
            take_turn()
        feed = _lock_feed(feed_id)
        if there is None:
            row = _write(feed, key, entry, now)
            return ("new", row.story_id) if row else ("", None)
        row = _lock_entry(there.pk)
        if is_stale(row, entry, now):
            return "", row.story_id
        _rename(row, key)
        _remember_addresses(row, entry)
        return _take_change(feed, row, entry, now), row.story_id


def _lock_feed(feed_id: int) -> Feed:
    """The feed as its editors want it by now. Its row is the lock: two readings of one
    feed wait for each other."""
    rows = Feed.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("house").get(pk=feed_id)


def _rename(row: FeedEntry, key: str) -> None:
    """Its publisher calls a locked entry otherwise now."""
    if row.key == key or FeedEntry.objects.filter(feed=row.feed_id, key=key).exists():
        return
    row.key = key
    row.save(update_fields=["key"])


def _lock_entry(pk: int) -> FeedEntry:
    """An entry with its story, locked: an editor may be deciding about it just now."""
    rows = FeedEntry.objects.select_for_update(of=("self",), no_key=True)
    about = ("story__topic__author", "story__post__author", "feed__house")
    return rows.select_related(*about).get(pk=pk)


def _may_be_as_new(there: Known, entry: EntryRead) -> bool:
    """Whether an entry is placed now that was held back until now."""
    rows = FeedEntry.objects.filter(pk=there.pk, state=State.WITHHELD, story=None)
    return entry.status == "usable" and rows.exists()


@transaction.atomic
def _note_earlier(
    feed: Feed, entries: list[tuple[str, EntryRead]], now: datetime
) -> None:
    """Note what a feed had before it was added, all or none: whatever breaks the first
    reading off, the next one does not post it."""
    _lock_feed(feed.pk)
    if not entries or feed.entries.exists():
        return
    reason = _("It was there before this feed was added.")
    rows = [_new_row(feed, key, entry, now, reason) for key, entry in entries]
    FeedEntry.objects.bulk_create(rows)
    addresses = [
        EntryAddress(feed=feed, entry=row, digest=digest)
        for row, (_key, entry) in zip(rows, entries, strict=True)
        for digest in address_digests(entry)
    ]
    EntryAddress.objects.bulk_create(addresses, ignore_conflicts=True)


def _new_row(
    feed: Feed, key: str, entry: EntryRead, now: datetime, reason: str = ""
) -> FeedEntry:
    row = FeedEntry(feed=feed, key=key, state=State.SKIPPED, reason=reason)
    row.digest, row.told = digest_of(entry), told_of(entry)
    row.seen_at = row.changed_at = now
    note_version(row, entry)
    return row


def _write(feed: Feed, key: str, entry: EntryRead, now: datetime) -> FeedEntry | None:
    if feed.entries.filter(key=key).exists():
        return None
    row = _new_row(feed, key, entry, now, reason_against(feed, entry))
    row.save()
    _remember_addresses(row, entry)
    if entry.status != "usable":
        hold_back(row, entry)
        row.save()
    elif not row.reason:
        place_entry(feed, row, entry, now)
    return row


def _remember_addresses(row: FeedEntry, entry: EntryRead) -> None:
    EntryAddress.objects.bulk_create(
        [
            EntryAddress(feed_id=row.feed_id, entry=row, digest=digest)
            for digest in address_digests(entry)
        ],
        ignore_conflicts=True,
    )


def _take_change(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> str:
    """What became of a changed entry: `changed`, `withdrawn`, `new`, or nothing to a
    reader."""
    if row.digest == digest_of(entry):
        return ""
    row.digest, row.changed_at = digest_of(entry), now
    note_version(row, entry)
    try:
        with transaction.atomic():
            came = _follow(feed, row, entry, now)
    except (NotVisible, PermissionDenied, ValidationError):
        # Staff keeps it where it cannot be changed. The feed may never say it again.
        _keep_for_later(row, entry, now)
        return ""
    row.save()
    return came


def _keep_for_later(row: FeedEntry, entry: EntryRead, now: datetime) -> None:
    is_usable = entry.status == "usable"
    kept = entry if is_usable else replace(entry, body="", standfirst="", pictures=())
    FeedEntry.objects.filter(pk=row.pk).update(
        digest=row.digest,
        version=row.version,
        version_at=row.version_at,
        changed_at=now,
        later=told_of(kept),
        due_at=now + AGAIN,
    )


def _follow(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> str:
    if is_of_status(row, entry):
        return follow_status(feed, row, entry, now)
    if _is_shown(row) and entry.embargoed_until and entry.embargoed_until > now:
        # The feed may never say it again: a newer change or a kill takes its place.
        row.later, row.due_at = told_of(entry), entry.embargoed_until
        return ""
    row.later, row.due_at = {}, None
    return _take_newer(feed, row, entry, now)


def _is_shown(row: FeedEntry) -> bool:
    return row.story is not None or row.state == State.JOINED


def _take_newer(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> str:
    """Let a locked entry say what it says now, and its story too. Raises what changing a
    story raises."""
    before = entry_of(row.told) if row.told else None
    row.told = told_of(entry)
    came = ""
    if row.state == State.JOINED:
        came = change_outlet(row, entry, now)
    elif row.story is not None and row.story.status == Story.Status.WITHDRAWN:
        row.told = {}
    elif row.story is not None and _is_for_an_editor(row, row.story, before, entry):
        row.state = State.CHANGED
    elif row.story is not None and not row.story.by_hand_at:
        row.state = State.PUBLISHED
        came = change_by_entry(row, row.story, before, entry, now)
    elif row.state == State.WAITING:
        row.due_at = due_after(feed, entry, now) or now
    _print_change(feed, row, entry, now)
    return came


def _is_for_an_editor(
    row: FeedEntry, story: Story, before: EntryRead | None, entry: EntryRead
) -> bool:
    """Whether an editor decides about what a story's entry says now: of one written by
    hand, which is never written over, and of whatever is held before it is shown."""
    is_held = not story.by_hand_at
    if is_held and not is_for_an_editor(row.feed, entry):
        return False
    if is_held and changes_of(story, row.feed, entry) == NOTHING:
        return False
    if is_held and row.state == State.CHANGED:
        return True
    return before is None or not says_the_same(row.feed, before, entry)


def take_due_changes(now: datetime | None = None) -> int:
    """Show what an embargo has kept from readers until now; how many changes. One query
    where nothing is due; safe in several processes at once."""
    now = now or timezone.now()
    due = FeedEntry.objects.filter(due_at__lte=now).exclude(state=State.WAITING)
    first = due.order_by("due_at", "pk").values_list("pk", flat=True)[:50]
    return sum(_take_due_or_later(pk, now) for pk in list(first))


def _take_due_or_later(pk: int, now: datetime) -> bool:
    try:
        return _take_due(pk, now)
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001 - one change stops no other
        _log.exception("A change that is due could not be shown", extra={"entry": pk})
        FeedEntry.objects.filter(pk=pk).update(due_at=now + AGAIN)
        return False


@transaction.atomic
def _take_due(pk: int, now: datetime) -> bool:
    # The same lock as for what the feed says now.
    Feed.objects.select_for_update(of=("self",), no_key=True).filter(entries=pk).first()
    try:
        row = _lock_entry(pk)
    except FeedEntry.DoesNotExist:
        return False
    if not row.later or not row.due_at or row.due_at > now:
        return False  # Another process was first, or a newer change.
    entry = entry_of(row.later)
    try:
        with transaction.atomic():
            came = _follow(row.feed, row, entry, now)
    except (NotVisible, PermissionDenied, ValidationError):
        FeedEntry.objects.filter(pk=pk).update(due_at=now + AGAIN)
        return False
    row.save()
    if came == "changed" and row.story_id and row.feed.has_pictures:
        want_pictures(row.story_id)
    return True


def _print_change(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> None:
    """What has other words is found by these, and may resemble another story."""
    if row.state in (State.SKIPPED, State.DROPPED, State.REFUSED) or not row.told:
        row.prints.all().delete()
        return
    words = words_of_entry(entry)
    if row.state == State.HELD:
        note_likeness(feed, row, words, now)
    print_entry(row, words, story_told_by(row), now)


LONG = timedelta(days=90)
"""After this long without a change, an entry's words are no more needed to compare."""


def forget_old_entries(now: datetime | None = None) -> int:
    """Drop the words of entries that have long not changed; how many. Their keys stay,
    or they would be new again."""
    waiting = (
        *(State.HELD, State.WAITING, State.RELEASED),
        State.CHANGED,
        State.REFUSED,
    )
    old = FeedEntry.objects.exclude(state__in=waiting)
    old = old.filter(changed_at__lt=(now or timezone.now()) - LONG).exclude(told={})
    some = list(old.values_list("pk", flat=True)[:1000])
    # Asked again as it is written: one that changes meanwhile keeps its new words.
    return old.filter(pk__in=some).update(told={})
