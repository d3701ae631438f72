"""What is gathered in memory is written by one thread, now and then and at the end."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from django.conf import settings
from django.db import close_old_connections

logger = logging.getLogger(__name__)

Flush = tuple[float, Callable[[], object]]
"""Seconds between two calls, and what is called."""


class Flusher:
    """Calls each function at its interval, and all of them once more at the end.

    One that raises is logged and called again the next time: it must put back what
    it could not write, as WriteBehind.flush does.
    """

    LONGEST_END = 5.0
    """Seconds that the last calls may take together."""

    def __init__(self, flushes: Sequence[Flush]) -> None:
        self._flushes = flushes
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="flush", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Make the last calls, and wait for them."""
        self._is_over.set()
        self._thread.join(self.LONGEST_END)

    def _run(self) -> None:
        due = [time.monotonic() + seconds for seconds, _ in self._flushes]
        while due and not self._is_over.wait(max(0.0, min(due) - time.monotonic())):
            now = time.monotonic()
            for index, (seconds, flush) in enumerate(self._flushes):
                if due[index] <= now:
                    _call(flush)
                    due[index] = now + seconds
        for _, flush in self._flushes:
            _call(flush)


def _call(flush: Callable[[], object]) -> None:
    try:
        flush()
    except Exception:
        logger.exception("%r failed; it will be tried again.", flush)
    finally:
        if settings.configured:
            # No request ends here, so nothing else gives connections back.
            close_old_connections()
