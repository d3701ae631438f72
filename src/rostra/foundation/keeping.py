"""Keep in the process what is the same for many readers, while nothing changed."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

SECONDS = 60
"""A thing is made again after this long: counts in it that raise no version, such as
how many posts its author has written, are never older."""


class Keeper(Generic[Thing]):
    """Things with the versions they were made from; the newest `most` are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[tuple[int, ...], float, Thing]]
        self._kept = OrderedDict()
        self._lock = Lock()

    def keep(
        self, key: Hashable, versions: tuple[int, ...], caller: Callable[[], Thing]
    ) -> Thing:
        """The thing for this key, made by `caller` unless a current one is kept.

        `versions` must have been read before what the thing is made from was read. A
        key of None is never kept: that thing is for one reader only.
        """
        if key is None:
            return caller()
        kept = self._kept.get(key)
        if kept and kept[0] == versions and kept[1] > time.monotonic():
            return kept[2]
        thing = caller()
        with self._lock:
            self._kept[key] = (versions, time.monotonic() + SECONDS, thing)
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return thing

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
