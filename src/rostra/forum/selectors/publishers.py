"""Domains that stories and sources here come from, and what the owner says of them.

What leads there is known further out: packages add who counts it, and a section of the
page of one (`slots.PUBLISHER`).
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from rostra.accounts.models import Reader
from rostra.accounts.policies import SitePolicy
from rostra.forum.models import Publisher
from rostra.forum.permissions import rights_of
from rostra.foundation.domains import domain_key, domain_with
from rostra.foundation.keeping import Keeper
from rostra.foundation.numbers import positive
from rostra.foundation.verdicts import Verdict
from rostra.foundation.versions import current_versions

LISTED = 10_000
"""Of each package; whoever has fewer is found by the whole name."""
AT_ONCE = 100


class Counter(NamedTuple):
    """How to count what leads to domains, and how to say it."""

    find: Callable[[Reader], Mapping[str, int]]
    """For a reader: by the keys of domains, at most the LISTED that have most. It must
    give the same to all readers with the same rights."""
    say: Callable[[int], str]


_COUNTERS: list[Counter] = []
TOPICS_OF: list[Callable[[str], "QuerySet[Any]"]] = []
"""For the key of a domain, the ids of topics that open with something from there."""


def add_counter(counter: Counter) -> None:
    """Have a package's things counted in the list of publishers; called in `ready`."""
    _COUNTERS.append(counter)


@dataclass(frozen=True, slots=True)
class PublisherRow:
    """A domain in the list."""

    domain: str
    counts: tuple[str, ...]
    """As they are said: `12 stories`."""
    said: Publisher | None
    """What the owner says of it."""


@dataclass(frozen=True, slots=True)
class PublisherList:
    """A page of the list of publishers."""

    rows: tuple[PublisherRow, ...]
    after: str
    """Where the next page begins, or empty."""


class _Ranked(NamedTuple):
    """A domain, in the order of the list: those that most comes from first."""

    rank: int
    """How much comes from it, below zero."""
    domain: str
    counts: tuple[int, ...]
    """Of each counter."""


_KEPT: Keeper[tuple[_Ranked, ...]] = Keeper(most=30)


def publisher_list(
    *, reader: Reader, start: str = "", after: str = ""
) -> PublisherList:
    """Domains that something comes from of what a reader may see, and those that the
    owner says something of, whose names have this start, behind a place in the list: one
    query, and one more for each counter and for the rules where anything was written
    since."""
    ranked = _ranked(reader)
    begin = bisect_right(ranked, _place(after), key=lambda one: one[:2]) if after else 0
    rest = (one for one in ranked[begin:] if one.domain.startswith(start))
    found = list(islice(rest, AT_ONCE + 1))
    shown = found[:AT_ONCE]
    said = Publisher.objects.filter(domain__in=[one.domain for one in shown])
    by_domain = {one.domain: one for one in said}
    rows = (
        PublisherRow(one.domain, _say(one.counts), by_domain.get(one.domain))
        for one in shown
    )
    last = shown[-1] if len(found) > AT_ONCE else None
    return PublisherList(tuple(rows), f"{-last.rank}:{last.domain}" if last else "")


def _ranked(reader: Reader) -> tuple[_Ranked, ...]:
    """The whole list, the same for all readers with the same rights."""

    def read() -> tuple[_Ranked, ...]:
        counts = [counter.find(reader) for counter in _COUNTERS]
        said = Publisher.objects.values_list("domain", flat=True)
        keys = {key for some in counts for key in some} | set(map(domain_key, said))
        rows = (
            (domain_with(key), tuple(some.get(key, 0) for some in counts))
            for key in keys
        )
        return tuple(sorted(_Ranked(-sum(many), name, many) for name, many in rows))

    rights = rights_of(reader)
    versions = current_versions(("lists", "rights", "publishers"))
    return _KEPT.keep((rights.readable, rights.moderated), versions, read)


def _place(after: str) -> tuple[int, str]:
    """A place in the list, as addresses have it."""
    many, _colon, domain = after.partition(":")
    return (-positive(many), domain)


def _say(counts: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(
        counter.say(many)
        for counter, many in zip(_COUNTERS, counts, strict=True)
        if many
    )


@dataclass(frozen=True, slots=True)
class PublisherPage:
    """What a reader may know of a domain and all below it."""

    reader: Reader
    domain: str
    key: str
    said: Publisher | None
    govern: Verdict


def publisher_page(*, reader: Reader, domain: str) -> PublisherPage:
    """What the owner says of a domain, as foundation.domains has it: one query. The rest
    is in the sections of the page."""
    return PublisherPage(
        reader=reader,
        domain=domain,
        key=domain_key(domain),
        said=Publisher.objects.filter(domain=domain).first(),
        govern=SitePolicy(reader).govern(),
    )


def at_domain(key: str, column: str = "domain_key") -> Q:
    """Rows whose column is the key of this domain, or of one below it."""
    return Q((column, key)) | Q((f"{column}__startswith", f"{key}."))


def forget_kept() -> None:
    """For tests, whose changes no version tells of."""
    _KEPT.clear()
