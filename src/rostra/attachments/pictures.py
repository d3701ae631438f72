"""Draw a picture that somebody sent anew, so that only its pixels remain."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.attachments.picture_worker import REFUSED

SECONDS = 15.0
"""In which it must be drawn, on however busy a machine; the worker's own limit counts
only its work."""
PATIENCE = 8.0
"""For how many seconds a picture waits for the one before it."""
_WORKER = Path(__file__).with_name("picture_worker.py")
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in its sizes. The largest is `full.webp`, the others are `480.avif`."""

    width: int
    height: int
    files: dict[str, bytes]

    @property
    def widths(self) -> tuple[int, ...]:
        """Of the smaller sizes, from the smallest."""
        stems = (name.removesuffix(".webp") for name in self.files)
        return tuple(sorted(int(stem) for stem in stems if stem.isdecimal()))


def middle_of_picture(data: bytes, size: tuple[int, int]) -> bytes:
    """The middle of a picture, so many pixels wide and high, as WebP without metadata.

    `data` is a JPEG, PNG, WebP, GIF (its first image) or AVIF. Decoded in a process of
    its own with limits of memory and time, one at a time. Raises ValidationError with
    what to do instead.
    """
    return _draw(data, *map(str, size))


def picture_in_sizes(data: bytes) -> Drawn:
    """A whole picture, the right way up and without metadata, as WebP and AVIF.

    Decoded, and refused, as middle_of_picture does.
    """
    head, _newline, rest = _draw(data).partition(b"\n")
    told = json.loads(head)
    files, at = {}, 0
    for name, length in told["files"]:
        files[name] = rest[at : at + length]
        at += length
    return Drawn(told["width"], told["height"], files)


def _draw(data: bytes, *how: str) -> bytes:
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise ValidationError(_busy())
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_WORKER), *how],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise ValidationError(_busy()) from None
    finally:
        _ONE_AT_A_TIME.release()
    if done.returncode == 0 and done.stdout:
        return done.stdout
    if done.returncode == REFUSED:
        raise ValidationError(
            _(
                "This is not a picture we can read. Choose a JPEG, PNG, WebP, GIF or AVIF."
            )
        )
    raise ValidationError(_too_large())


def _busy() -> str:
    return _("Many pictures are arriving. Try again in a minute.")


def _too_large() -> str:
    return _("This picture is too large. Make it smaller, and try again.")
