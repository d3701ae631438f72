"""Gather small facts in memory, to be written together every few seconds."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class WriteBehind(Generic[K, V]):
    """A dict that threads add to and one of them empties.

    `merge` says what two values of a key make together: `max`, or `operator.add`.
    """

    def __init__(self, merge: Callable[[V, V], V]) -> None:
        self._merge = merge
        self._gathered: dict[K, V] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._gathered)

    def put(self, key: K, value: V) -> None:
        """Add a value, merging it with what is there."""
        with self._lock:
            gathered = self._gathered
            gathered[key] = (
                self._merge(gathered[key], value) if key in gathered else value
            )

    def peek(self, key: K) -> V | None:
        """What has been gathered for a key and not been taken yet."""
        return self._gathered.get(key)

    def take(self) -> dict[K, V]:
        """Everything gathered; nothing is left."""
        with self._lock:
            taken, self._gathered = self._gathered, {}
        return taken

    def flush(self, write: Callable[[dict[K, V]], None]) -> None:
        """Take and write; if writing raises, all of it is put back first."""
        taken = self.take()
        if not taken:
            return
        try:
            write(taken)
        except BaseException:
            for key, value in taken.items():
                self.put(key, value)
            raise
