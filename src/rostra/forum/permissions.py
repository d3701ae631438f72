"""Who may do what where: the owner's grants, worked out once and kept in the process.

A rule says the lowest rank that has a right, and which groups have it beside. A category
has rules of its own, or those of what it lies in; the site's are at the root. Nobody
sees anything in a category that they do not see. What follows for somebody depends on
their rank and groups only, so that it is worked out once for all who have the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from rostra.accounts.models import Reader
from rostra.accounts.ranks import HEIGHTS, NOBODY, Rank
from rostra.forum.rights import RIGHTS, Right
from rostra.foundation.keeping import Keeper
from rostra.foundation.raw import fetch
from rostra.foundation.versions import current_versions, is_raised_here

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has a right: everybody from a height of the ladder, and members of groups."""

    height: int = NOBODY
    groups: frozenset[int] = frozenset()

    def holds_for(self, height: int, groups: frozenset[int]) -> bool:
        """Whether somebody of this height, in these groups, has it."""
        return height >= self.height or not self.groups.isdisjoint(groups)


Rules = Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class Place:
    """A category in the tree; `rules` are its own or inherited ones."""

    id: int
    parent: int | None
    rules: Rules


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rules of the site. Places stand after what they lie in."""

    site: Rules
    places: Mapping[int, Place]


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do everywhere."""

    everywhere: frozenset[str]
    at: Mapping[int, frozenset[str]]
    """Category id → rights there; a category that they may not see is not in it."""
    readable: tuple[int, ...]
    moderated: frozenset[int]

    def has(self, right: str, category_id: int) -> bool:
        """Whether they have a right in a category."""
        return right in self.at.get(category_id, _NONE)

    def there(self, category_id: int) -> frozenset[str]:
        """All they may do in a category: what it gives, and what no category can hold."""
        wide = {key for key in self.everywhere if RIGHTS[key].is_everywhere}
        return self.at.get(category_id, _NONE) | wide


_MATRICES: Keeper[Matrix] = Keeper(most=1)
_RIGHTS: Keeper[Rights] = Keeper(most=1000)


def rights_of(reader: Reader) -> Rights:
    """What this reader may do: no query while no grant or category has changed."""
    return rights_at(reader.height, reader.groups)


def rights_at(height: int, groups: frozenset[int] = frozenset()) -> Rights:
    """What anybody of this height on the ladder, in these groups, may do."""
    # Grants of a transaction under way hold in it, and are known to nobody else.
    if is_raised_here("site"):
        return _rights(_read_matrix(), height, groups)
    versions = current_versions(("site",))
    return _RIGHTS.keep(
        (height, groups), versions, lambda: _rights(matrix(), height, groups)
    )


def matrix() -> Matrix:
    """All rules as they are now: two queries, or none while nothing has changed."""
    if is_raised_here("site"):
        return _read_matrix()
    return _MATRICES.keep("matrix", current_versions(("site",)), _read_matrix)


def forget_kept() -> None:
    """Work everything out anew; for tests, whose changes no version tells of."""
    _MATRICES.clear()
    _RIGHTS.clear()


def _rights(matrix: Matrix, height: int, groups: frozenset[int]) -> Rights:
    at: dict[int, frozenset[str]] = {}
    known: dict[int, frozenset[str]] = {}
    for place in matrix.places.values():
        # Most categories share their rules, and so the answer.
        key = id(place.rules)
        if key not in known:
            known[key] = _held(place.rules, height, groups)
        if Right.SEE in known[key] and (place.parent is None or place.parent in at):
            at[place.id] = known[key]
    return Rights(
        everywhere=_held(matrix.site, height, groups),
        at=at,
        readable=tuple(pk for pk, held in at.items() if Right.READ in held),
        moderated=frozenset(pk for pk, held in at.items() if Right.MODERATE in held),
    )


def _held(rules: Rules, height: int, groups: frozenset[int]) -> frozenset[str]:
    if height >= HEIGHTS[Rank.OWNER]:
        return frozenset(rules)
    held = {right for right, rule in rules.items() if rule.holds_for(height, groups)}
    # Nothing can be done in what cannot be read, and nothing read that is not seen.
    if Right.READ not in held:
        held &= {Right.SEE, *(key for key in held if RIGHTS[key].is_everywhere)}
    elif Right.SEE not in held:
        held.add(Right.SEE)
    return frozenset(held)


_GRANTS = 'SELECT category_id, "right", rank, group_id FROM forum_grant'
_PLACES = "SELECT id, parent_id, has_own_rights FROM forum_category"


def _read_matrix() -> Matrix:
    given: dict[int | None, dict[str, Rule]] = {}
    for category_id, right, rank, group_id in fetch(_GRANTS):
        rules = given.setdefault(category_id, {})
        rules[right] = _with(rules.get(right, Rule()), rank, group_id)
    defaults = {key: Rule(HEIGHTS[r.default]) for key, r in RIGHTS.items()}
    told = given.get(None, {})
    site = {key: told.get(key, defaults[key]) for key in RIGHTS}
    rows = {pk: (parent, own) for pk, parent, own in fetch(_PLACES)}
    places: dict[int, Place] = {}
    for pk in rows:
        _place(pk, rows, given, site, places)
    return Matrix(site, places)


def _with(rule: Rule, rank: str, group_id: int | None) -> Rule:
    if group_id is not None:
        return Rule(rule.height, rule.groups | {group_id})
    return Rule(min(rule.height, HEIGHTS.get(rank, NOBODY)), rule.groups)


def _place(
    pk: int,
    rows: Mapping[int, tuple[int | None, bool]],
    given: Mapping[int | None, dict[str, Rule]],
    site: Rules,
    places: dict[int, Place],
) -> None:
    """Put a category among the places, after all that it lies in."""
    line: list[int] = []
    while pk not in places and pk not in line:
        line.append(pk)
        parent = rows[pk][0]
        if parent is None:
            break
        pk = parent
    for pk in reversed(line):
        parent, has_own = rows[pk]
        above = places[parent].rules if parent in places else site
        own = given.get(pk, {})
        rules = {key: own.get(key, Rule()) for key in RIGHTS} if has_own else above
        places[pk] = Place(pk, parent if parent in places else None, rules)


def lowest_rank(right: str, category_id: int) -> Rank:
    """The lowest rank that has a right in a category without being in any group."""
    for rank, height in HEIGHTS.items():
        if rights_at(height).has(right, category_id):
            return Rank(rank)
    return Rank.OWNER


def is_public(category_id: int) -> bool:
    """Whether guests may read a category, and so whether its posts may be counted."""
    return rights_at(HEIGHTS[Rank.GUEST]).has(Right.READ, category_id)


def named_groups(rules: Rules) -> frozenset[int]:
    """All groups that have any of these rights."""
    return frozenset(chain.from_iterable(rule.groups for rule in rules.values()))
