"""Do long work in pieces that can be done twice, by any process, after any stop."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from rostra.accounts.models.stepped import Stepped

AT_ONCE = 2000
"""Rows that one piece changes, where nothing hangs on each."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, a piece at a time."""

    key: str
    work: Callable[[Any], bool]
    """Does a piece, moves the work's position on, and tells whether that was all. It
    runs in one transaction with the position, so a piece is done wholly or not."""


def add_to(steps: list[Step], step: Step) -> None:
    """Have one more thing done; raises ValueError for a key twice."""
    if any(step.key == taken.key for taken in steps):
        raise ValueError(f"there is a step called {step.key} already")
    steps.append(step)


def go_on(
    model: type[Stepped],
    steps: Sequence[Step],
    *,
    seconds: float,
    forget: Callable[[Any], None] = lambda row: None,
) -> int:
    """Go on with all work of a kind that is not finished, for so long; how many got
    finished.

    `forget` takes away what a row need not hold once that is so. Safe to interrupt
    anywhere, to do twice, and in several processes at once.
    """
    until = time.monotonic() + seconds
    finished = 0
    waiting = model._default_manager.filter(finished_at=None).order_by("pk")
    for pk in list(waiting.values_list("pk", flat=True)[:100]):
        while not _piece(model, steps, pk, forget):
            if time.monotonic() > until:
                return finished
        finished += 1
    return finished


@transaction.atomic
def _piece(
    model: type[Stepped], steps: Sequence[Step], pk: int, forget: Callable[[Any], None]
) -> bool:
    """One piece of one step; whether nothing is left to do here."""
    rows = model._default_manager.select_for_update(skip_locked=True)
    row = rows.filter(pk=pk, finished_at=None).first()
    if row is None:
        return True
    keys = [step.key for step in steps]
    number = keys.index(row.step) if row.step in keys else 0
    row.step = keys[number]
    if steps[number].work(row):
        row.position = 0
        if number + 1 < len(steps):
            row.step = keys[number + 1]
        else:
            row.step, row.finished_at = "", timezone.now()
            forget(row)
    row.save()
    return row.finished_at is not None
