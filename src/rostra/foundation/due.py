"""Rows of a table that are due at a time, worked off by a few threads.

The table is the queue: a row has `due_at`, None where nothing is to be done. One that is
taken is due again a little later, so that a process that dies loses nothing; several
processes share the rows, and none takes what another has.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from django.db import models, transaction
from django.utils import timezone

from rostra.foundation.releasing import release_connection

Row = TypeVar("Row", bound=models.Model)
THREADS = 4
"""So that a site which is slow to answer keeps no others waiting."""


class DueRows(Generic[Row]):
    """Takes the due rows of a model and has each worked on, outside any transaction.

    `postpone` says on a locked row when it is due again if nothing comes of it; `work`
    does what there is to do, and may take as long as other sites take to answer. Both
    may not raise.
    """

    def __init__(
        self,
        model: type[Row],
        *,
        postpone: Callable[[Row], None],
        work: Callable[[Row], None],
        name: str,
    ) -> None:
        self._model = model
        self._postpone = postpone
        self._work = work
        self._name = name
        self._places = threading.BoundedSemaphore(THREADS)

    def start(self) -> bool:
        """Begin to work, on threads that end when nothing is due; whether any began. One
        query where nothing is due, none where all threads are at work."""
        if not self._places.acquire(blocking=False):
            return False
        self._places.release()
        due = len(self._due().values_list("pk")[:THREADS])
        begun = [self._begin() for _row in range(due)]
        return any(begun)

    def _begin(self) -> bool:
        if not self._places.acquire(blocking=False):
            return False
        threading.Thread(target=self._work_all, name=self._name, daemon=True).start()
        return True

    def work(self, most: int = 100) -> int:
        """Work on the rows that are due, the longest due first; how many there were."""
        count = 0
        for row in self._taken(most):
            release_connection()
            self._work(row)
            count += 1
        return count

    def _due(self) -> "models.QuerySet[Row]":
        rows = self._model._default_manager
        return rows.filter(due_at__lte=timezone.now())

    def _taken(self, most: int) -> Iterator[Row]:
        for _turn in range(most):
            with transaction.atomic():
                due = self._due().select_for_update(skip_locked=True)
                row = due.order_by("due_at").first()
                if row is None:
                    return
                self._postpone(row)
                row.save()
            yield row

    def _work_all(self) -> None:
        try:
            self.work()
        finally:
            self._places.release()
            release_connection()
