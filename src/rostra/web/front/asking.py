"""Asking a store in another process for versions, without stopping the event loop."""

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from rostra.foundation.versions import Versions

logger = logging.getLogger(__name__)


class Asking:
    """Versions, asked for on a thread, for all requests that wait at once.

    A request never gets what was asked before it came: it could be older than a
    write that was acknowledged in between. It waits for the next question.
    """

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._thread = ThreadPoolExecutor(1, "versions")
        self._waiting: list[tuple[Sequence[str], asyncio.Future[dict[str, int]]]] = []
        self._is_asking = False
        self._told_at = 0.0

    async def current(self, names: Sequence[str]) -> tuple[int, ...] | None:
        """The versions of the epoch and of the names; None if nobody can say."""
        if self._versions.is_local:
            return self._versions.current(names)
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[dict[str, int]] = loop.create_future()
        self._waiting.append((names, answer))
        if not self._is_asking:
            self._is_asking = True
            self._task = loop.create_task(self._ask(loop))
        try:
            found = await answer
        except Exception as error:  # noqa: BLE001 (each store fails in its own way)
            self._tell(error)
            return None
        return (found[""], *[found[name] for name in names])

    async def _ask(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, []
            names = tuple(dict.fromkeys(name for few, _ in asked for name in few))
            try:
                found = await loop.run_in_executor(
                    self._thread, self._versions.current, names
                )
            except Exception as error:  # noqa: BLE001 (told to all who wait)
                _answer_all(asked, error)
            else:
                _answer_all(asked, dict(zip(("", *names), found, strict=True)))
        self._is_asking = False

    def _tell(self, error: Exception) -> None:
        now = time.monotonic()
        if now - self._told_at > 10:
            self._told_at = now
            logger.warning("Pages are not kept: versions cannot be read: %s", error)


def _answer_all(
    asked: list[tuple[Sequence[str], "asyncio.Future[dict[str, int]]"]],
    result: dict[str, int] | Exception,
) -> None:
    for _, answer in asked:
        if answer.done():
            continue
        if isinstance(result, Exception):
            answer.set_exception(result)
        else:
            answer.set_result(result)
