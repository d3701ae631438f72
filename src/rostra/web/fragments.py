"""Pieces of pages that are the same for many members: `{% call keep(key, versions) %}`.

A piece takes 3 KB, or 60 where it is all the comments of a page.
"""

from markupsafe import Markup

from rostra.foundation.keeping import Keeper

FRAGMENTS: Keeper[Markup] = Keeper(most=600)
