"""Reads and converts files, in this process or in others that end with it."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import tzinfo
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from types import ModuleType

import django

from rostra.transfer.foreign import Reading
from rostra.transfer.preparing import PreparedTopic, prepare
from rostra.transfer.readers import forumscraper, ubuntu_forums

SOURCES: dict[str, ModuleType] = {
    "forumscraper": forumscraper,
    "ubuntu-forums": ubuntu_forums,
}
BYTES_UNDER_WAY = 6 * 1024 * 1024
"""Sizes of the files that other processes are reading, summed; one file may be more."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some files to read together, with their sizes in bytes."""

    paths: tuple[str, ...]
    sizes: tuple[int, ...]

    @property
    def size(self) -> int:
        return sum(self.sizes)


@dataclass(frozen=True, slots=True)
class Worked:
    """What one file held, its topics ready to be stored."""

    reading: Reading
    size: int
    topics: tuple[PreparedTopic, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What to read: a kind of source, in a folder, with times in a zone."""

    source: str
    folder: Path
    zone: tzinfo

    def work(self, piece: Piece) -> list[Worked]:
        """Read and convert some files. Never raises: errors stand in the answer."""
        return [
            self._file(path, size)
            for path, size in zip(piece.paths, piece.sizes, strict=True)
        ]

    def _file(self, path: str, size: int) -> Worked:
        try:
            reading = SOURCES[self.source].read(self.folder, path, self.zone)
            topics, reading = reading.topics, replace(reading, topics=())
            prepared = tuple(map(prepare, topics))
        except Exception as error:  # noqa: BLE001
            # One strange file must not end the import of a million others.
            why = f"cannot be converted: {type(error).__name__}: {str(error)[:100]}"
            return Worked(Reading(path, error=why), size)
        return Worked(reading, size, prepared)


def map_pieces(
    job: Job, pieces: Iterable[Piece], workers: int
) -> Iterator[list[Worked]]:
    """Work on pieces in order, in so many other processes; in this one if none."""
    if not workers:
        yield from map(job.work, pieces)
        return
    waiting = iter(pieces)
    left: list[Piece] = []
    while True:
        under_way: deque[tuple[Piece, Future[list[Worked]]]] = deque()
        try:
            with _pool(workers) as pool:
                yield from _work_ahead(job, waiting, pool.submit, under_way, workers)
            return
        except BrokenProcessPool:
            left = [piece for piece, _ in under_way]
        for piece in left:
            yield [_alone(job, path, size) for path, size in _singly(piece)]


def _work_ahead(
    job: Job,
    waiting: Iterator[Piece],
    submit: Callable[..., Future[list[Worked]]],
    under_way: deque[tuple[Piece, Future[list[Worked]]]],
    workers: int,
) -> Iterator[list[Worked]]:
    """Keep the processes busy, but never far ahead of what is taken from here."""
    for piece in waiting:
        under_way.append((piece, submit(job.work, piece)))
        while len(under_way) > workers + 1 or _bytes(under_way) > BYTES_UNDER_WAY:
            yield _oldest(under_way)
    while under_way:
        yield _oldest(under_way)


def _oldest(under_way: deque[tuple[Piece, Future[list[Worked]]]]) -> list[Worked]:
    # It leaves the queue only when it is done: a broken pool loses none.
    result = under_way[0][1].result()
    under_way.popleft()
    return result


def _bytes(under_way: Iterable[tuple[Piece, Future[list[Worked]]]]) -> int:
    return sum(piece.size for piece, _ in under_way)


def _singly(piece: Piece) -> Iterator[tuple[str, int]]:
    return zip(piece.paths, piece.sizes, strict=True)


def _alone(job: Job, path: str, size: int) -> Worked:
    """One file in a process of its own, after one that may have been it has died."""
    try:
        with _pool(1) as pool:
            return pool.submit(job.work, Piece((path,), (size,))).result()[0]
    except BrokenProcessPool:
        return Worked(Reading(path, error="reading it ended the process"), size)


def _pool(workers: int) -> ProcessPoolExecutor:
    # Spawned, not forked: a fork would share this process's database connection.
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin
    )


def _begin() -> None:
    # What a post becomes has a few words of the site's language in it.
    django.setup()
    _end_with_parent()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, however it went."""
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()
