"""Categories as pages name them: few, read on every page, so kept in the process."""

from threading import Lock

from rostra.accounts.models import Reader
from rostra.forum.models import Category
from rostra.forum.policies import CategoryPolicy
from rostra.forum.selectors.rows import CategoryRow
from rostra.foundation.versions import current_versions

_lock = Lock()
_kept: tuple[tuple[int, ...], tuple[CategoryRow, ...]] | None = None


def all_categories() -> tuple[CategoryRow, ...]:
    """Every category in the owner's order: no query while none has changed, else one.

    The counts in these rows may be old; the front page reads them afresh.
    """
    global _kept
    versions = current_versions(("site",))
    kept = _kept
    if kept is None or kept[0] != versions:
        columns = ("id", "name", "slug", "description", "audience")
        rows = Category.objects.values_list(*columns)
        kept = (versions, tuple(CategoryRow(*row) for row in rows))
        with _lock:
            _kept = kept
    return kept[1]


def visible_categories(reader: Reader) -> tuple[CategoryRow, ...]:
    """The categories this reader may open, in the owner's order."""
    return tuple(c for c in all_categories() if CategoryPolicy(reader, c).read())
