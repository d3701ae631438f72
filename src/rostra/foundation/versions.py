"""Versions: what a kept copy depends on, and how a write makes it old.

A version is a number stored under a name, such as `topic:7`. A write stores a number
there that was never there before. Whoever keeps something made from the database reads
the versions first, the database second, and may use what it kept for as long as the
versions read the same. `docs/decisions/0002-page-cache.md` says why nobody is then
shown anything older than a write that was acknowledged.
"""

import mmap
import os
import secrets
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from weakref import WeakSet
from zlib import crc32

from django.db import connection, transaction

ANY = "*"
"""The version that every write raises before whatever else it raises. Who does not know
yet what it will depend on reads this one before the database, and afterwards the names
and then this one again: if it is the same, so was everything else.
"""

EPOCH = "epoch"
"""The version that every start of a process raises: it is part of every answer, so that
nothing stays current that a process killed between commit and raise should have raised.
"""


def _unique() -> int:
    # Random rather than counted, so that processes need not agree on who counts:
    # meeting an earlier value by chance is one in 2**63.
    return secrets.randbits(63)


class Versions(Protocol):
    """Where versions are kept."""

    is_local: bool
    """Whether `current` answers without waiting for another process."""

    def current(self, names: Sequence[str]) -> tuple[int, ...]:
        """The versions of the epoch and of the names, read in this order."""
        ...

    def reader(self, names: Sequence[str]) -> Callable[[], tuple[int, ...]]:
        """What gives the current versions of these names whenever it is called."""
        ...

    def write(self, names: Sequence[str]) -> None:
        """Store a new version under ANY first, and then under each name."""
        ...


class LocalVersions:
    """Versions in the memory of one process."""

    is_local = True

    def __init__(self) -> None:
        self._versions: dict[str, int] = {EPOCH: _unique()}

    def current(self, names: Sequence[str]) -> tuple[int, ...]:
        """The versions of the epoch and of the names, in this order."""
        get = self._versions.get
        return (self._versions[EPOCH], *[get(name, 0) for name in names])

    def reader(self, names: Sequence[str]) -> Callable[[], tuple[int, ...]]:
        """What gives the current versions of these names whenever it is called."""
        return partial(self.current, names)

    def write(self, names: Sequence[str]) -> None:
        """Store a new version under ANY first, and then under each name."""
        self._versions.update({name: _unique() for name in (ANY, *names)})


class MappedVersions:
    """Versions in a file that all processes of one machine map into their memory.

    A name has the slot that its hash says. Two names that share one only make each
    other's copies old too early.
    """

    is_local = True
    SLOTS = 1 << 15

    def __init__(self, path: Path) -> None:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # A file that is long enough already is left alone: others have it mapped.
            if os.fstat(file).st_size < self.SLOTS * 8:
                os.ftruncate(file, self.SLOTS * 8)
            # One aligned 64-bit store or load a slot: never seen half done.
            self._slots = memoryview(mmap.mmap(file, self.SLOTS * 8)).cast("Q")
        finally:
            os.close(file)
        self._slots[0] = _unique()

    def current(self, names: Sequence[str]) -> tuple[int, ...]:
        """The versions of the epoch and of the names, in this order."""
        return _reading(tuple(names))(self._slots)

    def reader(self, names: Sequence[str]) -> Callable[[], tuple[int, ...]]:
        """What gives the current versions of these names whenever it is called."""
        return partial(_reading(tuple(names)), self._slots)

    def write(self, names: Sequence[str]) -> None:
        """Store a new version under ANY first, and then under each name."""
        for name in (ANY, *names):
            self._slots[_slot_of(name)] = _unique()


def _slot_of(name: str) -> int:
    # The first slot is the epoch's.
    return 1 + crc32(name.encode()) % (MappedVersions.SLOTS - 1)


@lru_cache(maxsize=4096)
def _reading(names: tuple[str, ...]) -> Callable[[Any], tuple[int, ...]]:
    """What reads the epoch's slot and those of the names, in this order, in one go."""
    get = itemgetter(0, *map(_slot_of, names))
    return get if names else lambda slots: (slots[0],)


class ValkeyVersions:
    """Versions in Valkey or Redis, for any number of machines; needs redis-py.

    A name that is not there (never written, forgotten after a day, lost with the
    server's memory) is given a new version when it is asked for, so nothing kept
    earlier can match it.
    """

    is_local = False
    _PREFIX = "rostra:version:"
    _DAY = 86_400

    def __init__(self, url: str) -> None:
        self._server = connect(url)
        self._unwritten: set[str] = set()
        self._lock = Lock()
        self.write((EPOCH,))

    def current(self, names: Sequence[str]) -> tuple[int, ...]:
        """The versions of the epoch and of the names, in this order.

        Raises redis.RedisError if the server cannot be asked.
        """
        if self._unwritten:
            self.write(())
        keys = [self._PREFIX + name for name in (EPOCH, *names)]
        found = self._server.mget(keys)
        missing = [key for key, value in zip(keys, found, strict=True) if value is None]
        if missing:
            for key in missing:
                self._server.set(key, _unique(), nx=True, ex=self._DAY)
            found = self._server.mget(keys)
        # Missing again only if the server lost it in between: then nothing may match.
        return tuple(_unique() if value is None else int(value) for value in found)

    def reader(self, names: Sequence[str]) -> Callable[[], tuple[int, ...]]:
        """What gives the current versions of these names whenever it is called."""
        return partial(self.current, names)

    def write(self, names: Sequence[str]) -> None:
        """Store a new version under ANY and under each name, at once.

        Raises redis.RedisError if the server cannot be told. The names are remembered,
        and written before this process next trusts a version.
        """
        with self._lock:
            self._unwritten.update(names, (ANY,))
            writing = self._server.pipeline(transaction=True)
            for name in self._unwritten:
                writing.set(self._PREFIX + name, _unique(), ex=self._DAY)
            writing.execute()
            self._unwritten.clear()


def connect(url: str) -> Any:
    """A redis-py client for `valkey://`, `redis://`, `rediss://` or `unix://`.

    It waits a second at most: a page from the database is better than a long wait.
    """
    import redis

    address = url.replace("valkey://", "redis://", 1)
    return redis.Redis.from_url(address, socket_timeout=1, socket_connect_timeout=1)


_store: Versions = LocalVersions()


def use(store: Versions) -> None:
    """Keep versions there from now on, in this process."""
    global _store
    _store = store


def current_versions(names: Sequence[str]) -> tuple[int, ...]:
    """The versions of these names now, with the epoch's before them."""
    return _store.current(names)


def raise_versions(*names: str) -> None:
    """Make everything old that depends on one of these names, once it is committed."""
    # A store that fails is logged, and does not turn what is saved into an error.
    transaction.on_commit(_Raise(names), robust=True)


def is_raised_here(name: str) -> bool:
    """Whether the transaction under way has raised this version, and is not committed."""
    if not _WAITING:
        return False
    acts = (act for _, act, *_ in connection.run_on_commit)
    return any(isinstance(act, _Raise) and name in act.names for act in acts)


_WAITING: "WeakSet[_Raise]" = WeakSet()
"""What will be raised by transactions under way: those rolled back let go of theirs."""


class _Raise:
    """Called after commit."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        _WAITING.add(self)
        # By which Django logs what failed after a commit.
        self.__qualname__ = f"raise_versions{names!r}"

    def __call__(self) -> None:
        _store.write(self.names)
