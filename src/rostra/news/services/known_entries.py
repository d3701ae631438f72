"""Which entries of a message are here already, by name or by address."""

from datetime import datetime
from typing import NamedTuple

from rostra.foundation.likeness import likeness
from rostra.news.headlines import SAME_HEADLINE
from rostra.news.kept_entries import address_digests, key_of
from rostra.news.models import EntryAddress, Feed, FeedEntry
from rostra.news.reading import EntryRead
from rostra.news.staleness import newest, number_of


def newest_of_each(
    entries: tuple[EntryRead, ...], now: datetime
) -> list[tuple[str, EntryRead]]:
    """Each entry once, by the keys that rows have, the oldest first: by the times when
    they were published where all say that, else the message's last."""
    copies: dict[str, list[EntryRead]] = {}
    for entry in reversed(entries):
        copies.setdefault(key_of(entry), []).insert(0, entry)
    found = [(key, newest(several, now)) for key, several in copies.items()]
    if all(entry.published_at for _key, entry in found):
        found.sort(key=lambda one: one[1].published_at or now)
    return found


class Known(NamedTuple):
    """What is known of an entry before its row is locked."""

    pk: int
    digest: str
    version: int | None


def note_count(there: Known, entry: EntryRead) -> None:
    """An entry that only counts further says nothing new, but older copies are older."""
    number = number_of(entry)
    if number is not None and (there.version is None or number > there.version):
        same = FeedEntry.objects.filter(pk=there.pk, digest=there.digest)
        same.update(version=number, version_at=entry.updated_at)


def known_entries(
    feed: Feed, entries: list[tuple[str, EntryRead]]
) -> tuple[dict[str, Known], dict[str, Known]]:
    """The rows of entries that were here before, by their keys; and by their new keys
    those of entries that their publisher calls otherwise now. Two queries."""
    rows = feed.entries.filter(key__in=[key for key, _entry in entries])
    told = rows.values_list("key", "pk", "digest", "version")
    known = {key: Known(pk, said, count) for key, pk, said, count in told}
    new = [(key, entry) for key, entry in entries if key not in known]
    return known, _renamed(feed, new, {there.pk for there in known.values()})


def _renamed(
    feed: Feed, new: list[tuple[str, EntryRead]], still: set[int]
) -> dict[str, Known]:
    """Entries that are at the address of a row under a headline like its own. All items
    of some feeds lead to one page: a row that the feed still has under its own name, or
    that several could be, is none of them."""
    there = _at_addresses(feed, [entry for _key, entry in new])
    claimed: dict[int, list[tuple[str, Known]]] = {}
    for key, entry in new:
        found = (there[one] for one in address_digests(entry) if one in there)
        row, headline = next(found, (None, ""))
        if row and row.pk not in still and _may_be_called(entry, headline):
            claimed.setdefault(row.pk, []).append((key, row))
    return dict(claims[0] for claims in claimed.values() if len(claims) == 1)


def _at_addresses(feed: Feed, entries: list[EntryRead]) -> dict[str, tuple[Known, str]]:
    """The rows that were found at these entries' addresses, and their headlines."""
    digests = [digest for entry in entries for digest in address_digests(entry)]
    if not digests:
        return {}
    found = EntryAddress.objects.filter(feed=feed, digest__in=digests)
    told = found.values_list(
        *("digest", "entry_id", "entry__digest", "entry__version"),
        *("entry__told__headline", "entry__story__headline"),
    )
    return {
        one: (Known(pk, said, count), headline or of_story or "")
        for one, pk, said, count, headline, of_story in told
    }


def _may_be_called(entry: EntryRead, headline: str) -> bool:
    """Whether a row of this headline may be this entry. What was taken back has none any
    more, and a message that takes back need not have one."""
    if not headline or entry.status != "usable":
        return True
    return 100 * likeness(entry.headline, headline) >= SAME_HEADLINE
