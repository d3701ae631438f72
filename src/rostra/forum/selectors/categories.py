"""Categories as pages name them: few, read on every page, so kept in the process."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from rostra.accounts.models import Reader
from rostra.accounts.ranks import HEIGHTS, Rank
from rostra.forum.models import Category
from rostra.forum.permissions import lowest_rank, rights_at, rights_of
from rostra.forum.rights import Right
from rostra.forum.selectors.rows import CategoryRow
from rostra.foundation.keeping import Keeper
from rostra.foundation.markup import render
from rostra.foundation.versions import current_versions, is_raised_here

_CATEGORIES: Keeper[Mapping[int, CategoryRow]] = Keeper(most=1)


def all_categories() -> Mapping[int, CategoryRow]:
    """Every category by its id, each before those that lie in it, in the owner's order.

    No query while none has changed, else one. The counts in these rows may be old; the
    front page reads them afresh.
    """
    if is_raised_here("site"):
        return _read()
    return _CATEGORIES.keep("all", current_versions(("site",)), _read)


def visible_categories(reader: Reader) -> tuple[CategoryRow, ...]:
    """The categories this reader may open, in the owner's order."""
    rights = rights_of(reader)
    return tuple(
        row for pk, row in all_categories().items() if rights.has(Right.READ, pk)
    )


def seen_categories(reader: Reader) -> tuple[CategoryRow, ...]:
    """The categories this reader may know of, in the owner's order."""
    at = rights_of(reader).at
    return tuple(row for pk, row in all_categories().items() if pk in at)


def categories_to_start_in(reader: Reader) -> tuple[CategoryRow, ...]:
    """The categories in which this reader may start a topic, in the owner's order.

    For a guest: where they could as soon as they have an account.
    """
    rights = rights_of(reader)
    if not reader.is_authenticated:
        rights = rights_at(HEIGHTS[Rank.NEW])
    seen = visible_categories(reader)
    return tuple(row for row in seen if rights.has(Right.START, row.id))


def path_of(category: CategoryRow) -> tuple[CategoryRow, ...]:
    """What a category lies in, the outermost first."""
    known = all_categories()
    if category.parent_id is None:
        return ()
    line: list[CategoryRow] = []
    above = known.get(category.parent_id or 0)
    while above and above not in line:
        line.append(above)
        above = known.get(above.parent_id or 0)
    return tuple(reversed(line))


def inside_of(reader: Reader, category: CategoryRow) -> tuple[CategoryRow, ...]:
    """What lies directly in a category, as far as this reader may know of it."""
    return tuple(c for c in seen_categories(reader) if c.parent_id == category.id)


def forget_kept() -> None:
    """Read them anew; for tests, whose changes no version tells of."""
    _CATEGORIES.clear()


_COLUMNS = (
    *("id", "parent_id", "name", "slug", "description", "icon", "posting_note"),
    *("tag_rule", "tag_choices"),
)


def _read() -> Mapping[int, CategoryRow]:
    children: defaultdict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
    for row in Category.objects.values_list(*_COLUMNS):
        children[row[1]].append(row)
    return {row.id: row for row in _in_order(children, None, 0)}


def _in_order(
    children: Mapping[int | None, list[tuple[Any, ...]]], parent: int | None, depth: int
) -> Iterator[CategoryRow]:
    for pk, _, name, slug, description, icon, note, rule, tags in children.get(
        parent, ()
    ):
        yield CategoryRow(
            id=pk,
            name=name,
            slug=slug,
            description=description,
            icon=icon,
            posting_note=note,
            note_html=render(note).html if note else "",
            tag_rule=rule,
            tag_choices=tuple(tags),
            parent_id=parent,
            depth=depth,
            readers=lowest_rank(Right.READ, pk),
        )
        yield from _in_order(children, pk, depth + 1)
