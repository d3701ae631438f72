"""Draw a picture that somebody sent anew, so that only its pixels remain."""

import subprocess
import sys
import threading
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.attachments.picture_worker import REFUSED

SECONDS = 8.0
"""In which it must be drawn; the worker's own limit counts only its work."""
_WORKER = Path(__file__).with_name("picture_worker.py")
_ONE_AT_A_TIME = threading.Lock()


def middle_of_picture(data: bytes, size: tuple[int, int]) -> bytes:
    """The middle of a picture, so many pixels wide and high, as WebP without metadata.

    `data` is a JPEG, PNG, WebP, GIF (its first image) or AVIF. Decoded in a process of
    its own with limits of memory and time, one at a time. Raises ValidationError with
    what to do instead.
    """
    if not _ONE_AT_A_TIME.acquire(timeout=SECONDS):
        raise ValidationError(_("Many pictures are arriving. Try again in a minute."))
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_WORKER), *map(str, size)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise ValidationError(_too_large()) from None
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


def _too_large() -> str:
    return _("This picture is too large. Make it smaller, and try again.")
