"""Brings another community in: reads in other processes, stores here, batch by batch.

A batch is stored in one transaction together with the names of the files it came from.
Killed at any moment, an import goes on where it was; run again, it changes nothing.
"""

import os
from collections.abc import Callable, Iterator
from datetime import tzinfo
from hashlib import sha256
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils import timezone

from rostra.transfer.batches import Item, Lists, store
from rostra.transfer.keeping import Kind, known
from rostra.transfer.readers import files
from rostra.transfer.rehearsing import Rehearsal
from rostra.transfer.reports import Report
from rostra.transfer.working import SOURCES, Job, Piece, Worked, map_pieces

POSTS_AT_ONCE = 400
"""Posts in a transaction, unless one topic has more."""

FILES_AT_ONCE = 24
BYTES_AT_ONCE = 512 * 1024
"""What is given to a process at a time, unless one file has more."""

Progress = Callable[[int, int], None]
"""Told now and then: files done and posts done so far."""


def run_import(
    source: str,
    folder: Path,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    zone: tzinfo | None = None,
    workers: int | None = None,
) -> Report:
    """Import a folder. Returns the account of it; what cannot be read is named in it.

    `workers` are the processes that read and convert: as many as there are cores, at
    most three, unless told; 0 to do it in this one. Times without a zone are in
    `zone`, the site's own unless told. Raises KeyError for an unknown source and
    NotADirectoryError.
    """
    if source not in SOURCES:
        raise KeyError(source)
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    job = Job(source, folder.resolve(), zone or timezone.get_default_timezone())
    if workers is None:
        workers = min(os.cpu_count() or 1, 3)
    return _Import(job, dry_run, progress).run(workers)


def count_files(source: str, folder: Path) -> int:
    """How many files an import will look at."""
    return sum(map(SOURCES[source].is_wanted, files.walk(folder)))


class _Import:
    """One run: what it has read and not stored yet, and its account."""

    def __init__(self, job: Job, dry_run: bool, progress: Progress | None) -> None:
        self._job = job
        self._reader = SOURCES[job.source]
        self._report = Report(job.source, str(job.folder), dry_run)
        self._rehearsal = Rehearsal(self._report) if dry_run else None
        self._progress = progress
        self._lists = Lists()
        self._waiting: list[Item] = []
        # Two folders may have files of the same name.
        self._place = sha256(str(job.folder).encode("utf-8", "replace")).hexdigest()[
            :12
        ]

    def run(self, workers: int) -> Report:
        if not self._rehearsal:  # It does not even open the database.
            _keep_database_out_of_memory()
        for is_first in (True, False):
            pieces = self._pieces(is_first)
            for worked in map_pieces(self._job, pieces, workers):
                for file in worked:
                    self._take(file)
            self._flush()
        if not self._rehearsal:
            _gather_statistics()
        return self._report

    # What to read ----------------------------------------------------------------

    def _pieces(self, is_first: bool) -> Iterator[Piece]:
        """The files of one of two rounds: those that others refer to, then the rest."""
        paths: list[str] = []
        sizes: list[int] = []
        for path, size in self._unread(is_first):
            if paths and sum(sizes) + size > BYTES_AT_ONCE:
                yield Piece(tuple(paths), tuple(sizes))
                paths, sizes = [], []
            paths.append(path)
            sizes.append(size)
            if len(paths) >= FILES_AT_ONCE:
                yield Piece(tuple(paths), tuple(sizes))
                paths, sizes = [], []
        if paths:
            yield Piece(tuple(paths), tuple(sizes))

    def _unread(self, is_first: bool) -> Iterator[tuple[str, int]]:
        """Files with their sizes, without those that an earlier run has stored."""
        paths = self._paths(is_first)
        while some := list(islice(paths, 400)):
            done: dict[str, int] = {}
            if not self._rehearsal:
                keys = map(self._key, some)
                done = known(self._job.source, Kind.FILE, keys)
            for path in some:
                size = _size(self._job.folder / path)
                if done.get(self._key(path)) == size:
                    self._report.already["files"] += 1
                else:
                    yield path, size

    def _paths(self, is_first: bool) -> Iterator[str]:
        for path in files.walk(self._job.folder):
            if self._reader.comes_first(path) == is_first:
                if self._reader.is_wanted(path):
                    yield path
                else:
                    self._report.leave_out(path, "not a file of this source")

    def _key(self, path: str) -> str:
        return f"{self._place}/{path}"

    # What was read ---------------------------------------------------------------

    def _take(self, worked: Worked) -> None:
        """Account for a file that was read, and store it when there is enough."""
        reading, report = worked.reading, self._report
        report.read["files"] += 1
        if reading.error:
            report.fail(reading.file, reading.error)
        elif reading.left_out:
            report.leave_out(reading.file, reading.left_out)
        else:
            report.count_reading(worked)
            self._lists.add(reading.site, reading.categories)
            self._waiting.append(
                Item(
                    file=reading.file,
                    key=self._key(reading.file),
                    size=worked.size,
                    site=reading.site,
                    topics=worked.topics,
                    members=reading.members,
                )
            )
            if sum(item.weight for item in self._waiting) >= POSTS_AT_ONCE:
                self._flush()

    def _flush(self) -> None:
        items, self._waiting = self._waiting, []
        if self._rehearsal:
            for item in items:
                self._rehearsal.add(item)
        elif items and not self._store(items):
            # One of them cannot be stored; the others can.
            for item in items:
                self._store([item], is_last_try=True)
        if self._progress:
            self._progress(self._report.files_done, self._report.read["posts"])

    def _store(self, items: list[Item], *, is_last_try: bool = False) -> bool:
        account = self._report.beginning()
        try:
            store(self._job.source, items, self._lists, account)
        except (DatabaseError, ValueError, KeyError) as error:
            if is_last_try:
                why = " ".join(str(error).split())[:120]
                self._report.fail(items[0].file, f"could not be stored: {why}")
            return False
        self._report.add(account)
        return True


def _keep_database_out_of_memory() -> None:
    """Read the database as a file, not as memory that grows with it (SQLite)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")


def _gather_statistics() -> None:
    """Let the planner know at once what is there (PostgreSQL): until autovacuum comes by,
    it would read whole tables for pages of lists. A sample of each table: seconds."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
