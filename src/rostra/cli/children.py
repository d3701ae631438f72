"""Short-lived and long-lived child processes that never outlive their parent."""

import os
import signal
import sys
import traceback
from collections.abc import Callable

import click

from rostra.cli.failures import Failure

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int, how: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent is gone.

    Linux only (prctl(2)); elsewhere an orphan has to be ended by hand.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)
    if os.getppid() != parent:  # It was gone before the kernel had been asked.
        os.kill(os.getpid(), how)


def run_in_child(work: Callable[[], None]) -> None:
    """Do some work in a child process, so that what it loads is gone afterwards.

    Raises Failure, with nothing more to say, if the work failed: the child said why.
    """
    sys.stdout.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        die_with_parent(parent, signal.SIGTERM)
        os._exit(_exit_code_of(work))
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        raise Failure(f"The start was ended by {signal.Signals(-code).name}.")
    if code:
        raise SystemExit(code)


def _exit_code_of(work: Callable[[], None]) -> int:
    try:
        work()
    except click.ClickException as failure:
        failure.show()
        return failure.exit_code
    except KeyboardInterrupt:
        return 130
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except Exception as error:
        _tell(error)
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _tell(error: Exception) -> None:
    if os.environ.get("ROSTRA_LOG_LEVEL") == "debug":
        traceback.print_exception(error)
    kind = type(error).__name__
    Failure(
        f"Something failed that should not: {kind}: {error}. "
        "With ROSTRA_LOG_LEVEL=debug Rostra says where."
    ).show()
