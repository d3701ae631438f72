"""Entries as rows keep them: what was read, as JSON, and hashes to find it by."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from rostra.foundation.trackers import is_tracker
from rostra.news.reading import EntryRead, PictureRead

_TIMES = ("published_at", "updated_at", "embargoed_until")
_TUPLES = ("addresses", "keywords")
_OF_THE_SENDING = ("updated_at", "version", "keywords")
"""What changes without the story being another."""
_WORLDWIDE = re.compile(r"(?:urn|tag):[^\s:]+:\S{4}", re.IGNORECASE)
_UNSAID = {"terms": "", "may_show": True, "urgency": 0}
"""What entries say nothing of is no part of their hash: what was read before there were
such fields does not seem to be new."""


def told_of(entry: EntryRead) -> dict[str, Any]:
    """An entry as JSON can have it."""
    told = asdict(entry)
    for name in _TIMES:
        told[name] = told[name].isoformat() if told[name] else None
    return told


def entry_of(told: dict[str, Any]) -> EntryRead:
    """The entry that `told_of` was told of."""
    fields = dict(told)
    for name in _TIMES:
        fields[name] = datetime.fromisoformat(fields[name]) if fields[name] else None
    for name in _TUPLES:
        fields[name] = tuple(fields[name])
    fields["pictures"] = tuple(PictureRead(**one) for one in fields["pictures"])
    return EntryRead(**fields)


def key_of(entry: EntryRead) -> str:
    """The hash of what its publisher calls it; else of its address, else of its words."""
    name = entry.id or address_key(entry.address) or f"{entry.headline}\n{entry.body}"
    return _hash(name)


def address_digests(entry: EntryRead) -> tuple[str, ...]:
    """The hash of each address it is found at, and of its publisher's name for it where
    that is the same in all its feeds: a URN (RFC 8141) or a tag (RFC 4151)."""
    found = [address_key(one) for one in entry.addresses if one]
    if _WORLDWIDE.match(entry.id):
        found.append(entry.id)
    return tuple(dict.fromkeys(map(_hash, found)))


def addresses_as_digests(addresses: Iterable[str]) -> tuple[str, ...]:
    """The hashes of addresses, as entries are found by them."""
    keys = filter(None, map(address_key, addresses))
    return tuple(dict.fromkeys(map(_hash, keys)))


def names_as_keys(names: Iterable[str]) -> tuple[str, ...]:
    """The keys of entries that their publishers call so."""
    return tuple(dict.fromkeys(map(_hash, names)))


def address_key(address: str) -> str:
    """An address without what does not change where it leads: scheme, `www.`, fragment,
    a slash at the end, and parameters that only count where readers come from."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    query = "&".join(filter(_says_where, parts.query.split("&")))
    return (
        f"{host}{parts.path.rstrip('/')}{f'?{query}' if query else ''}" if host else ""
    )


def _says_where(part: str) -> bool:
    name, _equals, value = part.partition("=")
    return bool(part) and not is_tracker(name, value)


def embargo_ahead(entry: EntryRead) -> datetime | None:
    """Until when an entry may not be published, if that is still to come."""
    until = entry.embargoed_until
    return until if until and until > timezone.now() else None


def digest_of(entry: EntryRead) -> str:
    """The hash of what an entry says to a reader."""
    told = told_of(entry)
    for name in _OF_THE_SENDING:
        del told[name]
    for part in (told, *told["pictures"]):
        for name, nothing in _UNSAID.items():
            if part.get(name) == nothing:
                del part[name]
    return _hash(json.dumps(told, sort_keys=True))


def _hash(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()
