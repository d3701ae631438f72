"""Walks a folder of any size and reads its files, without holding the list in memory."""

import bz2
import gzip
import lzma
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

AT_ONCE = 20_000
"""Names held and sorted at a time; larger folders come in several such runs."""

LARGEST = 64 * 1024 * 1024
"""Bytes of one file, unpacked, beyond which it is named and left out."""

_UNPACKERS = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
    b"]\x00\x00": lzma.open,
}


class Unreadable(ValueError):
    """A file cannot be read; the text says why, in a few words."""


def walk(folder: Path) -> Iterator[str]:
    """Paths of all files below a folder, relative to it, with `/` between the parts."""
    waiting = [""]
    while waiting:
        place = waiting.pop()
        for names in _runs(folder / place):
            for name, is_folder in sorted(names):
                path = f"{place}/{name}" if place else name
                if is_folder:
                    waiting.append(path)
                else:
                    yield path


def _runs(folder: Path) -> Iterator[list[tuple[str, bool]]]:
    with os.scandir(folder) as entries:
        found = (
            (entry.name, entry.is_dir(follow_symlinks=False))
            for entry in entries
            if not entry.name.startswith(".")
        )
        while names := list(islice(found, AT_ONCE)):
            yield names


def read(path: Path) -> bytes:
    """What a file holds, unpacked if it is packed. Raises Unreadable."""
    try:
        with open(path, "rb") as file:
            start = file.read(8)
            if unpack := _unpacker(start):
                file.seek(0)
                with unpack(file) as unpacked:
                    content = unpacked.read(LARGEST + 1)
            else:
                content = start + file.read(LARGEST)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise Unreadable(f"cannot be read: {error}") from None
    if len(content) > LARGEST:
        raise Unreadable(f"larger than {LARGEST // 1024 // 1024} MB")
    return content


def _unpacker(start: bytes):
    return next(
        (how for sign, how in _UNPACKERS.items() if start.startswith(sign)), None
    )
