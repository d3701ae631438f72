"""Django's WSGI handler on a few threads, beside the event loop."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Generic, TypeVar
from wsgiref.types import StartResponse, WSGIApplication

from rostra.web.front.answers import FILE, Answer, Headers, text
from rostra.web.parts import ChainedBytes

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Overloaded(Exception):
    """Too many requests wait already, or this one has waited too long."""


class _Job(Generic[T]):
    __slots__ = ("claim", "done", "work")

    def __init__(self, work: Callable[[], T], done: "asyncio.Future[T]") -> None:
        self.work = work
        self.done = done
        # Whoever acquires it first, a thread or the clock, decides what becomes of it.
        self.claim = threading.Lock()


_Inbox = SimpleQueue[_Job[Any] | None]


class Threads:
    """A fixed number of threads and a queue of bounded length.

    Threads fight over the interpreter: a few are faster than many. They are daemons,
    so that one that hangs does not keep the process from ending. Work goes to the
    thread that was last busy: its memory and its database connection are still warm.
    """

    LONGEST_WAIT = 20.0
    """Seconds that a request may wait for a thread."""

    def __init__(self, count: int, most_waiting: int) -> None:
        self._count = count
        self._most = count + most_waiting
        self._under_way = 0
        self._lock = threading.Lock()
        self._waiting: deque[_Job[Any]] = deque()
        self._idle: list[_Inbox] = []
        self._inboxes: list[_Inbox] = []

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start the threads; results are given back on this loop."""
        self._loop = loop
        self._inboxes = [SimpleQueue() for _ in range(self._count)]
        self._idle = list(self._inboxes)
        for number, inbox in enumerate(self._inboxes):
            name = f"page-{number}"
            threading.Thread(
                target=self._run, args=(inbox,), name=name, daemon=True
            ).start()

    def stop(self) -> None:
        """Let each thread end after what it is doing."""
        for inbox in self._inboxes:
            inbox.put(None)

    async def run(self, work: Callable[[], T]) -> T:
        """The result of a function called on one of the threads.

        Raises Overloaded if it would wait too long, and what the function raises.
        """
        if self._under_way >= self._most:
            raise Overloaded
        job = _Job(work, self._loop.create_future())
        timer = self._loop.call_later(self.LONGEST_WAIT, self._give_up, job)
        self._under_way += 1
        self._hand_over(job)
        try:
            result: T = await job.done
            return result
        finally:
            timer.cancel()
            self._under_way -= 1

    def _hand_over(self, job: _Job[Any]) -> None:
        with self._lock:
            inbox = self._idle.pop() if self._idle else None
            if inbox is None:
                self._waiting.append(job)
        if inbox is not None:
            inbox.put(job)

    def _give_up(self, job: _Job[Any]) -> None:
        if job.claim.acquire(blocking=False):
            _fail(job.done, Overloaded())

    def _run(self, inbox: _Inbox) -> None:
        while (given := inbox.get()) is not None:
            job: _Job[Any] | None = given
            while job is not None:
                if job.claim.acquire(blocking=False) and not self._do(job):
                    return
                job = self._next(inbox)

    def _next(self, inbox: _Inbox) -> _Job[Any] | None:
        """What waits longest; None if nothing does, and the thread is idle now."""
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._idle.append(inbox)
            return None

    def _do(self, job: _Job[Any]) -> bool:
        """Do a job and give back what came of it; False if nobody waits any more."""
        give: Callable[..., None]
        try:
            give, result = _resolve, job.work()
        except BaseException as error:  # noqa: BLE001 (it is raised again there)
            give, result = _fail, error
        try:
            self._loop.call_soon_threadsafe(give, job.done, result)
        except RuntimeError:  # The loop is closed.
            return False
        return True


def _resolve(future: "asyncio.Future[Any]", result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: "asyncio.Future[Any]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)


def call(app: WSGIApplication, environ: dict[str, Any]) -> Answer:
    """One request through a WSGI application, to the end (PEP 3333).

    What it raises is logged and becomes a plain 500.
    """
    try:
        return _called(app, environ)
    except Exception:
        path = environ["PATH_INFO"]
        logger.exception("The application failed at %r.", path)
        return text(500, "Something went wrong on our side. It has been written down.")


def _called(app: WSGIApplication, environ: dict[str, Any]) -> Answer:
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start(
        status: str, headers: list[tuple[str, str]], _error: Any = None
    ) -> Callable[[bytes], Any]:
        started[:] = [(status, headers)]
        return written.append

    answer_start: StartResponse = start
    parts = app(environ, answer_start)
    try:
        # A file goes out from where it lies, and never through memory.
        if not started or all(name != FILE for name, _ in started[0][1]):
            written.extend(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    status, headers = started[0]
    return Answer(int(status[:3]), _sendable(headers), ChainedBytes.of(written))


def _sendable(headers: list[tuple[str, str]]) -> Headers:
    # A header that HTTP cannot carry would lose the whole response.
    return [
        (name.lower(), value)
        for name, value in headers
        if value.isascii() and value.isprintable()
    ]
