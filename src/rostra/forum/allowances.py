"""How much the files of a member may take: the owner's word, by rank and group.

As with rights, each rank has what those below it have, and the most of it all counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rostra.accounts.models import Reader
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.forum.models import Allowance
from rostra.foundation.keeping import Keeper
from rostra.foundation.versions import current_versions, is_raised_here

MOST_MEGABYTES = 1_000_000
DEFAULTS: Mapping[str, int] = {
    Rank.NEW: 10,
    Rank.MEMBER: 200,
    Rank.TRUSTED: 500,
    Rank.EDITOR: 2_000,
    Rank.MODERATOR: 2_000,
    Rank.OWNER: 10_000,
}
"""Megabytes, where the owner has said nothing."""


@dataclass(frozen=True, slots=True)
class Allowances:
    """Megabytes by rank, and by the number of a group."""

    ranks: Mapping[str, int]
    groups: Mapping[int, int]


_KEPT: Keeper[Allowances] = Keeper(most=1)


def allowances() -> Allowances:
    """All of them: one query, or none while no owner has changed them."""
    if is_raised_here("site"):
        return _read()
    return _KEPT.keep("all", current_versions(("site",)), _read)


def allowance_of(reader: Reader) -> int:
    """How many bytes a member's files may take; nothing for guests."""
    if not reader.is_authenticated:
        return 0
    known = allowances()
    ranks = [mb for rank, mb in known.ranks.items() if HEIGHTS[rank] <= reader.height]
    groups = [mb for group, mb in known.groups.items() if group in reader.groups]
    return max([0, *ranks, *groups]) * 1_000_000


def forget_kept() -> None:
    """Read them anew; for tests, whose changes no version tells of."""
    _KEPT.clear()


def _read() -> Allowances:
    rows = Allowance.objects.values_list("rank", "group_id", "megabytes")
    ranks, groups = dict(DEFAULTS), {}
    for rank, group_id, megabytes in rows:
        if rank in ranks:
            ranks[rank] = megabytes
        elif group_id:
            groups[group_id] = megabytes
    return Allowances(ranks, groups)
