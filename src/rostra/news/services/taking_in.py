"""Take in what a feed says: new entries, changed ones, and those taken back."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.forum.publishers import is_to_be_held
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import (
    address_digests,
    digest_of,
    entry_of,
    key_of,
    told_of,
)
from rostra.news.models import EntryAddress, Feed, FeedEntry, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services.publishing import (
    Parts,
    correct_story,
    publish_story,
    update_story,
    withdraw_story,
)
from rostra.news.services.shaping import (
    correction_of,
    due_after,
    reason_against,
    shaped,
)

FIRST = 5
"""So many entries of a new feed are taken; older ones were there before it."""
State = FeedEntry.State


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a reading, in numbers, and the stories that are to get a picture."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    pictured: tuple[int, ...] = ()


def take_in(*, feed_id: int, read: FeedRead, now: datetime | None = None) -> Taken:
    """Make of each entry what the feed says is to be made of it; twice is as once.

    Entries that say what they said before cost two queries together. Each that is new
    or changed is written by itself: one that cannot be does not stop the others.
    """
    now = now or timezone.now()
    feed = Feed.objects.select_related("house").get(pk=feed_id)
    is_first = not feed.entries.exists()
    entries = list({key_of(entry): entry for entry in reversed(read.entries)}.items())
    known, by_address = _known(feed, entries)
    counts = {"new": 0, "changed": 0, "withdrawn": 0}
    pictured = []
    for place, (key, entry) in enumerate(entries):
        there = known.get(key) or _at_address(by_address, entry)
        if there is not None and there[1] == digest_of(entry):
            continue
        was_before = is_first and place < len(entries) - FIRST
        kind, story_id = _take(feed, key, entry, there, was_before, now)
        if kind:
            counts[kind] += 1
        if story_id and kind == "new":
            pictured.append(story_id)
    return Taken(**counts, pictured=tuple(pictured))


Known = tuple[int, str]


def _known(
    feed: Feed, entries: list[tuple[str, EntryRead]]
) -> tuple[dict[str, Known], dict[str, Known]]:
    """The rows of entries that were here before, by their keys and by their addresses."""
    rows = feed.entries.filter(key__in=[key for key, _entry in entries])
    known = {
        key: (pk, digest) for key, pk, digest in rows.values_list("key", "pk", "digest")
    }
    new = [entry for key, entry in entries if key not in known]
    digests = [digest for entry in new for digest in address_digests(entry)]
    found = EntryAddress.objects.filter(feed=feed, digest__in=digests)
    told = found.values_list("digest", "entry_id", "entry__digest")
    return known, {digest: (pk, said) for digest, pk, said in told} if digests else {}


def _at_address(by_address: dict[str, Known], entry: EntryRead) -> Known | None:
    return next(
        (by_address[one] for one in address_digests(entry) if one in by_address), None
    )


def _take(
    feed: Feed,
    key: str,
    entry: EntryRead,
    there: Known | None,
    was_before: bool,
    now: datetime,
) -> tuple[str, int | None]:
    with transaction.atomic():
        # The feed's row is the lock: two readings of one feed wait for each other.
        Feed.objects.select_for_update(no_key=True).get(pk=feed.pk)
        if there is None:
            row = _write(feed, key, entry, was_before, now)
            return ("new", row.story_id) if row else ("", None)
        row = FeedEntry.objects.select_related("story").get(pk=there[0])
        _remember_addresses(row, entry)
        return _take_change(feed, row, entry, now), row.story_id


def _write(
    feed: Feed, key: str, entry: EntryRead, was_before: bool, now: datetime
) -> FeedEntry | None:
    row, is_new = FeedEntry.objects.get_or_create(
        feed=feed,
        key=key,
        defaults={
            "digest": digest_of(entry),
            "told": told_of(entry),
            "state": State.SKIPPED,
            "seen_at": now,
            "changed_at": now,
        },
    )
    if not is_new:
        return None
    _remember_addresses(row, entry)
    row.reason = _("It was there before this feed was added.") if was_before else ""
    row.reason = row.reason or reason_against(feed, entry)
    if not row.reason:
        _decide(feed, row, entry, now)
    row.save()
    return row


def _decide(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> None:
    if feed.arrival == Feed.Arrival.HOLD or is_to_be_held(entry.address):
        row.state = State.HELD
        return
    row.due_at = due_after(feed, entry, now)
    if row.due_at:
        row.state = State.WAITING
        return
    publish_row(feed, row, entry, now)


def publish_row(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> None:
    """Post a locked entry's story, or note why the forum did not take it."""
    try:
        with transaction.atomic():
            row.story = _publish(feed, entry, now)
    except NotVisible:
        row.state = State.REFUSED
        row.reason = _("The house account may not see the category of this feed.")
    except (PermissionDenied, ValidationError) as error:
        row.state = State.REFUSED
        words = error.messages if isinstance(error, ValidationError) else [str(error)]
        row.reason = " ".join(words)[:300]
    else:
        row.state, row.reason, row.due_at = State.PUBLISHED, "", None


def _publish(feed: Feed, entry: EntryRead, now: datetime) -> Story:
    shape = shaped(feed, entry)
    parts: Parts = {
        "standfirst": shape.standfirst,
        "dateline": entry.dateline[:120] if shape.body else "",
        "byline": re.sub(r"^by\s+", "", entry.byline, flags=re.IGNORECASE)[:200],
        "agency": entry.agency[:120],
        "copyright": entry.copyright[:300],
        "original_url": entry.address if len(entry.address) <= 500 else "",
    }
    published = min(entry.published_at or now, now)
    if entry.updated_at and entry.updated_at > published:
        parts["updated_at"] = min(entry.updated_at, now)
    return publish_story(
        house=feed.house,
        category_id=feed.category_id,
        headline=shape.headline,
        body=shape.body,
        tags=tags_of(feed),
        language=entry.language[:2].lower(),
        published_at=published,
        at=now,
        **parts,
    )


def tags_of(feed: Feed) -> tuple[str, ...]:
    """The names of the tags that its stories get."""
    names = (" ".join(name.split()) for name in feed.tags.split(","))
    return tuple(name for name in names if name)


def _remember_addresses(row: FeedEntry, entry: EntryRead) -> None:
    EntryAddress.objects.bulk_create(
        [
            EntryAddress(feed_id=row.feed_id, entry=row, digest=digest)
            for digest in address_digests(entry)
        ],
        ignore_conflicts=True,
    )


def _take_change(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> str:
    """What became of a changed entry: `changed`, `withdrawn`, or nothing to a reader."""
    if row.digest == digest_of(entry):
        return ""
    before = entry_of(row.told) if row.told else None
    row.digest, row.changed_at, row.told = digest_of(entry), now, told_of(entry)
    came = ""
    if row.story is not None and row.story.status == Story.Status.WITHDRAWN:
        row.told = {}
    elif row.story is not None:
        try:
            with transaction.atomic():
                came = _change_story(feed, row.story, before, entry, now)
        except (NotVisible, PermissionDenied, ValidationError):
            # Staff keeps it where it cannot be changed: it is tried again each time.
            return ""
        row.told = {} if came == "withdrawn" else row.told
    elif row.state == State.HELD and entry.status != "usable":
        row.state, row.reason = State.SKIPPED, reason_against(feed, entry)
        row.told = told_of(replace(entry, body="", standfirst="", pictures=()))
    elif row.state == State.WAITING:
        row.due_at = due_after(feed, entry, now) or now
    row.save()
    return came


def _change_story(
    feed: Feed, story: Story, before: EntryRead | None, entry: EntryRead, now: datetime
) -> str:
    house, topic_id = feed.house, story.topic_id
    if entry.status != "usable":
        reason = entry.correction or _("Its publisher took it back.")
        withdraw_story(house=house, topic_id=topic_id, reason=reason, at=now)
        return "withdrawn"
    old = shaped(feed, before) if before else None
    new = shaped(feed, entry)
    note = correction_of(entry)
    is_told = bool(before and note == correction_of(before))
    if old == new and (is_told or not note):
        return ""
    text = {"headline": new.headline, "standfirst": new.standfirst, "body": new.body}
    if note and not is_told:
        correct_story(house=house, topic_id=topic_id, correction=note, at=now, **text)
    else:
        update_story(house=house, topic_id=topic_id, at=now, **text)
    return "changed"


def publish_waiting(now: datetime | None = None) -> int:
    """Publish entries whose embargo or quiet hours are over; how many. Safe to do twice:
    one query where nothing is due."""
    now = now or timezone.now()
    due = FeedEntry.objects.filter(state=State.WAITING, due_at__lte=now)
    return sum(
        _publish_one(pk, now) for pk in list(due.values_list("pk", flat=True)[:50])
    )


@transaction.atomic
def _publish_one(pk: int, now: datetime) -> bool:
    rows = FeedEntry.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("feed__house").filter(pk=pk, state=State.WAITING).first()
    if row is None:  # Another process was first, or an editor.
        return False
    entry = entry_of(row.told)
    row.reason = reason_against(row.feed, entry)
    if row.reason:
        row.state, row.due_at = State.SKIPPED, None
    else:
        publish_row(row.feed, row, entry, now)
        row.due_at = None
    row.save()
    return True


LONG = timedelta(days=90)
"""After this long without a change, an entry's words are no more needed to compare."""


def forget_old_entries(now: datetime | None = None) -> int:
    """Drop the words of entries that have long not changed; how many. Their keys stay,
    or they would be new again."""
    old = FeedEntry.objects.exclude(state__in=(State.HELD, State.WAITING))
    old = old.filter(changed_at__lt=(now or timezone.now()) - LONG).exclude(told={})
    some = list(old.values_list("pk", flat=True)[:1000])
    return FeedEntry.objects.filter(pk__in=some).update(told={})
