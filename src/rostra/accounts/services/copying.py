"""Put everything that is known of a member into one archive."""

import contextlib
import json
import secrets
import time
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.template import loader
from django.utils import timezone

from rostra.accounts.models import User
from rostra.accounts.own_copy import PARTS, CopyPart, Row, in_chunks, name_in_copy
from rostra.attachments.folder import read_file
from rostra.attachments.models import Attachment

ON_A_PAGE = 200
"""Things on one of the pages to read."""
KEPT_SECONDS = 3600
"""How long an archive lies in the data folder, for whoever asked to fetch it."""

_PICTURES = {"face": "picture.webp", "banner": "banner.webp"}
"""Columns that name a picture, and its name in the archive."""
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;"
    "padding:0 1rem}dt{font-weight:600}dd{margin:0 0 .5rem 1rem}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}"
    "article{border-top:1px solid;padding:.5rem 0}"
)


def make_copy(*, member: User) -> Path:
    """An archive (ZIP) of everything of a member, to read and for machines.

    Its memory does not grow with how much they wrote. forget_copies removes it.
    """
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{secrets.token_hex(16)}.zip"
    # What is forgotten below must be readable by nobody else meanwhile.
    path.touch(mode=0o600)
    try:
        with path.open("wb") as file:
            write_copy(member=member, file=file)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def write_copy(*, member: User, file: IO[bytes]) -> None:
    """Write the archive; one JSON file a part, and pages of it beside."""
    contents = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for part in PARTS:
            count = _write_json(archive, part, member)
            pages = _write_pages(archive, part, member)
            contents.append({"part": part, "count": count, "pages": pages})
        pictures = {name: read_file(getattr(member, name)) for name in _PICTURES}
        for name, picture in pictures.items():
            if picture:
                archive.writestr(_PICTURES[name], picture)
        _write_files(archive, member)
        about = {"member": member, "contents": contents, "at": timezone.now()}
        about["pictures"] = [_PICTURES[name] for name in _PICTURES if pictures[name]]
        archive.writestr("index.html", _drawn("copy_index", **about))
        archive.writestr("style.css", _STYLE)


def _write_files(archive: zipfile.ZipFile, member: User) -> None:
    # One that was removed a moment ago is left out.
    for some in in_chunks(Attachment.objects.filter(owner=member)):
        for file in some:
            with contextlib.suppress(FileNotFoundError):
                archive.write(file.path, name_in_copy(file), zipfile.ZIP_STORED)


def forget_copies() -> int:
    """Remove archives that were made an hour ago; gives how many. Safe to do twice."""
    old = time.time() - KEPT_SECONDS
    forgotten = 0
    for path in _folder().glob("*.zip"):
        try:
            if path.stat().st_mtime < old:
                path.unlink()
                forgotten += 1
        except FileNotFoundError:  # Another process was quicker.
            continue
    return forgotten


def _folder() -> Path:
    return Path(settings.ROSTRA_DATA) / "copies"


def _write_json(archive: zipfile.ZipFile, part: CopyPart, member: User) -> int:
    count = 0
    with archive.open(f"{part.key}.json", "w", force_zip64=True) as out:
        out.write(b"[")
        for row in part.rows(member):
            text = json.dumps(row, ensure_ascii=False, default=_as_text)
            out.write((",\n" if count else "\n").encode() + _bytes(text))
            count += 1
        out.write(b"\n]\n")
    return count


def _write_pages(archive: zipfile.ZipFile, part: CopyPart, member: User) -> list[str]:
    names: list[str] = []
    for rows in _pages(part.rows(member)):
        names.append(f"{part.key}-{len(names) + 1}.html")
        shown = [{k: _shown(v) for k, v in row.items()} for row in rows]
        html = _drawn("copy_page", part=part, rows=shown, number=len(names))
        archive.writestr(names[-1], _bytes(html))
    return names


def _pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    going_on = iter(rows)
    while page := list(islice(going_on, ON_A_PAGE)):
        yield page


def _shown(value: Any) -> Any:
    """A value as a page says it: a text, or a list of rows."""
    if isinstance(value, list):
        return [
            {k: _shown(v) for k, v in one.items()}
            if isinstance(one, dict)
            else _as_text(one)
            for one in value
        ]
    return "" if value is None else _as_text(value)


def _as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return str(value)


def _bytes(text: str) -> bytes:
    # Old imports may hold half a character, which UTF-8 has no bytes for.
    return text.encode("utf-8", "replace")


def _drawn(template: str, **context: Any) -> str:
    drawing = loader.get_template(f"accounts/{template}.html", using="jinja")
    return drawing.render(context)
