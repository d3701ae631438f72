"""Which of two copies of an entry is the older: caches, mirrors and a second delivery bring
old ones after new ones.

A number of versions is IPTC's (`version` of NewsML-G2 and ninjs, `RevisionId` of NewsML 1);
a time of change is of most formats (`versionCreated`, Atom's `updated`, JSON Feed's
`date_modified`).
"""

from collections.abc import Iterable
from datetime import datetime

from rostra.news.models import FeedEntry
from rostra.news.reading import EntryRead

Made = tuple[int | None, datetime | None]
"""The number of a copy and the time when it was made, where its publisher says so."""
_MOST = 2**63 - 1


def number_of(entry: EntryRead) -> int | None:
    """Which version of itself an entry is, if its format counts them."""
    said = entry.version
    is_number = said.isascii() and said.isdigit() and len(said) <= 19
    return min(int(said), _MOST) if is_number else None


def is_stale(row: FeedEntry, entry: EntryRead, now: datetime) -> bool:
    """Whether an entry is an older copy of what a row was last told. A publisher's last
    word, that it cancels the entry, never is."""
    if entry.status == "canceled":
        return False
    return _is_older(_made(entry), (row.version, row.version_at), now)


def note_version(row: FeedEntry, entry: EntryRead) -> None:
    """Note on a row which copy it was told."""
    row.version, row.version_at = _made(entry)


def newest(copies: Iterable[EntryRead], now: datetime) -> EntryRead:
    """Of copies of one entry in one message, the newest; the first, where they do not say.
    One that cancels it is newer than any other."""
    found: EntryRead | None = None
    for copy in copies:
        if found is None or _takes_its_place(copy, found, now):
            found = copy
    assert found
    return found


def _takes_its_place(copy: EntryRead, found: EntryRead, now: datetime) -> bool:
    if "canceled" in (copy.status, found.status):
        return found.status != "canceled"
    return _is_older(_made(found), _made(copy), now)


def _made(entry: EntryRead) -> Made:
    return number_of(entry), entry.updated_at


def _is_older(one: Made, other: Made, now: datetime) -> bool:
    """A time that is still to come is a clock gone wrong, and nothing is older than that.
    Who counts anew from 1 has changed it later all the same."""
    (number, at), (other_number, other_at) = one, other
    can_tell = at is not None and other_at is not None and other_at <= now
    if number is not None and other_number is not None and number != other_number:
        is_later = bool(can_tell and at and other_at and at > other_at)
        return number < other_number and not is_later
    return bool(can_tell and at and other_at and at < other_at)
