"""Files in the media folder, which the front hands out by itself (`web/front/files.py`)."""

import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings


def put_file(kind: str, owner: int, suffix: str, data: bytes) -> str:
    """Write a new file of a member's, under a name nobody can guess; its path below the
    media folder, such as `faces/0/7-3f….webp`. Raises OSError."""
    token = secrets.token_hex(8)
    path = f"{kind}/{owner // 1000}/{owner}-{token}.{suffix}"
    file = _media() / path
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_bytes(data)
    part.replace(file)
    return path


def sweep_files(kind: str, owner: int, keep: str) -> None:
    """Remove a member's files of one kind but for this path: what was left over where a
    process died between the file and the database. The member's row must be locked."""
    for file in (_media() / kind / str(owner // 1000)).glob(f"{owner}-*"):
        if file != _media() / keep:
            file.unlink(missing_ok=True)


def sweep_old_files(kind: str, before: datetime) -> int:
    """Remove all files of one kind that were written before a time; how many. For what
    no row names. Safe to do twice, and in several processes."""
    gone = 0
    for file in (_media() / kind).glob("*/*"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < before.timestamp():
                file.unlink()
                gone += 1
    return gone


def read_file(path: str) -> bytes | None:
    """What is in a file of the media folder; None if it is gone, or no path."""
    try:
        return (_media() / path).read_bytes() if path else None
    except FileNotFoundError:
        return None


def remove_file(path: str) -> None:
    """Remove a file that no row names any more; nothing if it is gone, or no path."""
    if path:
        (_media() / path).unlink(missing_ok=True)


def _media() -> Path:
    return Path(settings.ROSTRA_DATA) / "media"
