"""Which entries of a message are here already, by name or by address."""

from datetime import datetime
from typing import NamedTuple

from rostra.news.kept_entries import address_digests, key_of
from rostra.news.models import EntryAddress, Feed, FeedEntry
from rostra.news.reading import EntryRead
from rostra.news.staleness import newest, number_of


def newest_of_each(
    entries: tuple[EntryRead, ...], now: datetime
) -> list[tuple[str, EntryRead]]:
    """Each entry once, by the keys that rows have; the message's last comes first."""
    copies: dict[str, list[EntryRead]] = {}
    for entry in reversed(entries):
        copies.setdefault(key_of(entry), []).insert(0, entry)
    return [(key, newest(several, now)) for key, several in copies.items()]


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
    """The rows of entries that were here before, by their keys and by their addresses."""
    rows = feed.entries.filter(key__in=[key for key, _entry in entries])
    told = rows.values_list("key", "pk", "digest", "version")
    known = {key: Known(pk, said, count) for key, pk, said, count in told}
    new = [entry for key, entry in entries if key not in known]
    digests = [digest for entry in new for digest in address_digests(entry)]
    found = EntryAddress.objects.filter(feed=feed, digest__in=digests)
    there = found.values_list("digest", "entry_id", "entry__digest", "entry__version")
    if not digests:
        return known, {}
    return known, {one: Known(pk, said, count) for one, pk, said, count in there}


def at_address(by_address: dict[str, Known], entry: EntryRead) -> Known | None:
    """The row of an entry that has an address like one of these."""
    return next(
        (by_address[one] for one in address_digests(entry) if one in by_address), None
    )
