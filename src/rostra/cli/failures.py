"""What stops a command: one clear line on standard error, and a non-zero exit."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Failure(click.ClickException):
    """A reason not to go on, told in one line that says what to do."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason to standard error."""
        line = " ".join(self.message.split())
        click.echo(f"rostra: {line}", file=file or sys.stderr)


@contextmanager
def writing_to(place: object) -> Iterator[None]:
    """Tell what goes wrong in writing to a folder or file as a Failure."""
    try:
        yield
    except OSError as error:
        raise Failure(_why(error, place)) from None


def _why(error: OSError, place: object) -> str:
    if error.errno in _FULL:
        return f"There is no room left to write in {place}; make room and try again."
    if error.errno == errno.EROFS:
        return f"{place} is on a file system that can only be read."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{place} cannot be written to; give its folder to the user Rostra is."
    reason = (error.strerror or str(error)).lower()
    return f"{place} cannot be written: {reason}."
