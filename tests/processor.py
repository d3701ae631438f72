"""How long something keeps the processor, whatever else the machine and the tests do."""

import contextlib
import gc
import time
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def measured() -> Iterator[Callable[[], float]]:
    """The seconds of processor that this thread has used within, when it is called.

    Other threads do not count, nor does the search for garbage in all that earlier tests
    have left, which alone can take a second.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    began = time.thread_time()
    try:
        yield lambda: time.thread_time() - began
    finally:
        if was_enabled:
            gc.enable()
