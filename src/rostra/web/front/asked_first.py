"""Answering on the server's own thread what can be answered at once.

Granian makes a coroutine and a task of every request and hands them over to the thread of
the event loop. For a page out of memory that is two thirds of the work, and it needs none
of it. The server's scheduler is the one place where a request can be seen before; there
is no public way to it, so this looks at what it finds, and lets things be if they are not
as it knows them. Why it is worth it: `docs/decisions/0008-answered-at-once.md`.
"""

import inspect
import logging
from collections.abc import Callable
from typing import Any

from granian import _futures

logger = logging.getLogger(__name__)

AtOnce = Callable[[Any, Any], bool]
"""Given a request's scope and protocol: whether it was answered."""

_FACTORY = "_cbsched_aioschedule"
_make_schedule = getattr(_futures, _FACTORY, None)


def ask_first(at_once: AtOnce) -> bool:
    """Have `at_once` asked about every request before a coroutine is made of it.

    To be called before the server begins, as in `__rsgi_init__`. `at_once` runs on the
    server's thread, beside that of the event loop; it must not wait for anything. What
    it does not answer goes the usual way, and so does everything if this version of
    Granian cannot be asked: then this returns False and says so in the log.
    """
    make_schedule = _make_schedule
    if make_schedule is None or _parameters(make_schedule) != ["loop", "ctx", "cb"]:
        logger.warning("Pages from memory take the longer way with this Granian.")
        return False

    def make(loop: Any, ctx: Any, cb: Any) -> Callable[[Any], None]:
        later = make_schedule(loop, ctx, cb)

        def schedule(watcher: Any) -> None:
            if _is_answered(at_once, watcher):
                watcher.done()
            else:
                later(watcher)

        return schedule

    setattr(_futures, _FACTORY, make)
    return True


def _parameters(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def _is_answered(at_once: AtOnce, watcher: Any) -> bool:
    try:
        return at_once(watcher.scope, watcher.proto)
    except Exception:
        # The server would drop the request. The usual way answers, or tells what is wrong.
        logger.exception("A request could not be answered at once.")
        return False
