"""The secret that signs sessions and links: one file in the data folder."""

import os
import secrets
from pathlib import Path

FILE = "secret.key"


def secret_key(data: Path) -> str:
    """The key of this installation; before it has one, a new key each time.

    Commands that only look, and tests, must not make files.
    """
    try:
        kept = (data / FILE).read_text("ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        kept = ""
    return kept or secrets.token_urlsafe(50)


def make_secret_key(data: Path) -> None:
    """Write a key if there is none, readable by the owner of the folder alone.

    Raises OSError if it cannot be written.
    """
    path = data / FILE
    if path.exists() and path.stat().st_size:
        return
    new = path.with_suffix(".new")
    opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(opened, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
