"""Where attachments lie: a folder for each, under `files/` in the data folder.

Not in the media folder, which the front hands out to everybody: a file of this one goes
out only after it was asked who may have it.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

FOLDER = "files"
FULL = "full.webp"
"""The largest size of a picture."""
FILE = "file"
"""The name that other files lie under, whatever they are called elsewhere."""


def write_files(folder: str, files: Mapping[str, bytes]) -> None:
    """Put files into an attachment's folder; whole ones only. Raises OSError."""
    there = path_of(folder)
    there.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        part = there / f"{name}.part"
        part.write_bytes(data)
        part.replace(there / name)


def remove_folder(folder: str) -> None:
    """Remove all of an attachment's files; nothing if they are gone."""
    shutil.rmtree(path_of(folder), ignore_errors=True)


def path_of(folder: str, name: str = "") -> Path:
    """The folder of an attachment, or a file in it, which may be gone."""
    return Path(settings.ROSTRA_DATA).resolve() / FOLDER / folder / name
