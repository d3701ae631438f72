"""Domains that stories and sources here come from, and what the owner says of them.

What leads there is known further out: packages add who counts it, and a section of the
page of one (`slots.PUBLISHER`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from rostra.accounts.models import Reader
from rostra.accounts.policies import SitePolicy
from rostra.forum.models import Publisher
from rostra.forum.permissions import rights_of
from rostra.foundation.domains import domain_key, domain_with
from rostra.foundation.keeping import Keeper
from rostra.foundation.verdicts import Verdict
from rostra.foundation.versions import current_versions

LISTED = 200


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


_KEPT: Keeper[tuple[Mapping[str, int], ...]] = Keeper(most=100)


def publisher_rows(*, reader: Reader) -> tuple[PublisherRow, ...]:
    """The domains that most comes from of what a reader may see, and those that the
    owner says something of: one query, one more for each counter where anything was
    written since."""
    rights = rights_of(reader)
    counts = _KEPT.keep(
        (rights.readable, rights.moderated),
        current_versions(("lists", "rights", "publishers")),
        lambda: tuple(counter.find(reader) for counter in _COUNTERS),
    )
    said = {domain_key(one.domain): one for one in Publisher.objects.all()[:LISTED]}
    keys = {key for some in counts for key in some} | said.keys()
    ranked = sorted(keys, key=lambda key: (-sum(c.get(key, 0) for c in counts), key))
    return tuple(
        PublisherRow(
            domain=domain_with(key),
            counts=tuple(
                counter.say(some[key])
                for counter, some in zip(_COUNTERS, counts, strict=True)
                if key in some
            ),
            said=said.get(key),
        )
        for key in ranked[:LISTED]
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
