"""Who has which right where, as an owner reads and changes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from rostra.accounts.models import Group
from rostra.accounts.ranks import HEIGHTS, NOBODY, Rank
from rostra.forum.permissions import Rule, Rules, matrix, named_groups, rights_at
from rostra.forum.rights import RIGHTS, RightMeaning
from rostra.forum.selectors.categories import all_categories, path_of
from rostra.forum.selectors.rows import CategoryRow
from rostra.foundation.visibility import NotVisible


@dataclass(frozen=True, slots=True)
class RightColumn:
    """One right: what it means and the lowest rank that has it, if any."""

    meaning: RightMeaning
    rank: Rank | None


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A rank or a group, and for each right whether it has it."""

    key: str
    """The rank, or the group's id."""
    name: str
    held: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class RightsPage:
    """The matrix of the site (category is None) or of one category."""

    category: CategoryRow | None
    above: tuple[CategoryRow, ...]
    has_own: bool
    columns: tuple[RightColumn, ...]
    ranks: tuple[HolderRow, ...]
    groups: tuple[HolderRow, ...]
    """The groups that were given anything here."""
    others: tuple[tuple[int, str], ...]
    """Id and name of all other groups."""


def rights_page(*, category_id: int | None) -> RightsPage:
    """The matrix with its rows and columns: one query. Raises NotVisible."""
    category = None
    if category_id is not None:
        category = all_categories().get(category_id)
        if category is None:
            raise NotVisible("category")
    rules, has_own = _rules(category_id)
    keys = [k for k, r in RIGHTS.items() if category is None or not r.is_everywhere]
    names = dict(Group.objects.values_list("pk", "name"))
    given = named_groups(rules) & names.keys()
    return RightsPage(
        category=category,
        above=path_of(category) if category else (),
        has_own=has_own,
        columns=tuple(RightColumn(RIGHTS[k], _rank(rules[k])) for k in keys),
        ranks=_rank_rows(category_id, keys),
        groups=_group_rows(rules, keys, {pk: names[pk] for pk in names if pk in given}),
        others=tuple((pk, name) for pk, name in names.items() if pk not in given),
    )


def _rules(category_id: int | None) -> tuple[Rules, bool]:
    now = matrix()
    if category_id is None:
        return now.site, True
    place = now.places[category_id]
    above = now.places[place.parent].rules if place.parent else now.site
    return place.rules, place.rules is not above


def _rank(rule: Rule) -> Rank | None:
    return None if rule.height >= NOBODY else list(Rank)[rule.height]


def _rank_rows(category_id: int | None, keys: list[str]) -> tuple[HolderRow, ...]:
    rows = []
    for rank, height in HEIGHTS.items():
        rights = rights_at(height)
        held = rights.everywhere
        if category_id is not None:
            held = rights.at.get(category_id, frozenset())
        marks = tuple(key in held for key in keys)
        rows.append(HolderRow(rank, str(Rank(rank).label), marks))
    return tuple(rows)


def _group_rows(
    rules: Rules, keys: list[str], names: Mapping[int, str]
) -> tuple[HolderRow, ...]:
    return tuple(
        HolderRow(str(pk), name, tuple(pk in rules[key].groups for key in keys))
        for pk, name in names.items()
    )
