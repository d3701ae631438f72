"""Pieces of pages that are the same for many members, kept while nothing changed."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from markupsafe import Markup

MOST = 2_000
"""How many pieces are kept; one is about 3 KB."""
SECONDS = 60
"""A piece is made again after this long: counts in it that raise no version, such as
how many posts its author has written, are never older."""


class Fragments:
    """Rendered pieces with the versions they were made from, the newest kept."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[tuple[int, ...], float, Markup]]
        self._kept = OrderedDict()
        self._lock = Lock()

    def keep(
        self, key: Hashable, versions: tuple[int, ...], caller: Callable[[], Markup]
    ) -> Markup:
        """The piece for this key, rendered by `caller` unless a current one is kept.

        `versions` must have been read before what the piece shows was read. A key of
        None is never kept: that piece is for one reader only.
        """
        if key is None:
            return caller()
        kept = self._kept.get(key)
        if kept and kept[0] == versions and kept[1] > time.monotonic():
            return kept[2]
        piece = caller()
        with self._lock:
            self._kept[key] = (versions, time.monotonic() + SECONDS, piece)
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return piece


FRAGMENTS = Fragments()
