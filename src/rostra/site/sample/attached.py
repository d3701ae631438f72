"""Files that people of the sample attach to what they write."""

from pathlib import Path

from rostra.accounts.models import User
from rostra.forum.services.attaching import attach_file, markdown_of

_FOLDERS = (Path(__file__).parent / "files", Path(__file__).parent / "media")


def markdown(author: User, name: str, words: str = "") -> str:
    """The Markdown that shows a file of the sample's as its author's own."""
    (path,) = (folder / name for folder in _FOLDERS if (folder / name).exists())
    kept = attach_file(owner=author, name=name, data=path.read_bytes())
    return markdown_of(kept, words)
