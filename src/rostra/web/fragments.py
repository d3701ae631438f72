"""Pieces of pages that are the same for many members: `{% call keep(key, versions) %}`.

A piece takes 3 KB, or 60 where it is all the comments of a page.
"""

from collections.abc import Callable, Hashable

from markupsafe import Markup

from rostra.foundation.keeping import Keeper
from rostra.web.dates import ZONE
from rostra.web.language import LANGUAGE

FRAGMENTS: Keeper[Markup] = Keeper(most=600)


def keep(
    key: Hashable, versions: tuple[int, ...], caller: Callable[[], Markup]
) -> Markup:
    """The piece for this key, for everybody who reads in the same time zone and language.

    A key of None is never kept: that piece is for one reader only.
    """
    return FRAGMENTS.keep(key and (key, ZONE.get(), LANGUAGE.get()), versions, caller)
