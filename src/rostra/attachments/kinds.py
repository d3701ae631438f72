"""Which files are taken beside pictures, and how each goes out again."""

import re
from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 12_000_000
"""Of a file as it is sent: what telephones make. The front takes a little more."""
LONGEST_NAME = 100

PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "avif")
"""How the names of pictures end; each is drawn anew whatever it is."""


class FileKind(NamedTuple):
    """A kind of file: what it goes out as, and what its first bytes must be."""

    content_type: str
    begins: Callable[[bytes], bool]


def _with(*signs: bytes, at: int = 0) -> Callable[[bytes], bool]:
    return lambda data: data[at:].startswith(signs)


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


_ZIP = _with(b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_TEXT = "text/plain; charset=utf-8"

# Nothing that a browser would run or draw as a page: no HTML, XML, SVG or script.
FILES = {
    "pdf": FileKind("application/pdf", _with(b"%PDF-")),
    "txt": FileKind(_TEXT, _is_text),
    "md": FileKind(_TEXT, _is_text),
    "csv": FileKind("text/csv; charset=utf-8", _is_text),
    "ics": FileKind("text/calendar; charset=utf-8", _is_text),
    "docx": FileKind(f"{_OFFICE}.wordprocessingml.document", _ZIP),
    "xlsx": FileKind(f"{_OFFICE}.spreadsheetml.sheet", _ZIP),
    "pptx": FileKind(f"{_OFFICE}.presentationml.presentation", _ZIP),
    "odt": FileKind(f"{_OPEN}.text", _ZIP),
    "ods": FileKind(f"{_OPEN}.spreadsheet", _ZIP),
    "odp": FileKind(f"{_OPEN}.presentation", _ZIP),
    "epub": FileKind("application/epub+zip", _ZIP),
    "zip": FileKind("application/zip", _ZIP),
    "mp3": FileKind("audio/mpeg", _with(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "ogg": FileKind("audio/ogg", _with(b"OggS")),
    "wav": FileKind("audio/wav", _with(b"WAVE", at=8)),
    "m4a": FileKind("audio/mp4", _with(b"ftyp", at=4)),
    "mp4": FileKind("video/mp4", _with(b"ftyp", at=4)),
    "webm": FileKind("video/webm", _with(b"\x1a\x45\xdf\xa3")),
}
"""By how their names end."""

ACCEPT = ",".join(f".{suffix}" for suffix in (*PICTURES, *FILES))
"""What a browser offers to choose from."""

_UNWANTED = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff<>:"/\\|?*\[\]]'
)


def suffix_of(name: str) -> str:
    """How a file's name ends, in small letters, without the dot; empty if it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def tidy_name(name: str, suffix: str) -> str:
    """A name that can stand on a page, in an address and in any folder."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] if "." in last else last
    stem = _UNWANTED.sub("", stem.encode("utf-8", "ignore").decode()).strip(" .")
    stem = " ".join(stem.split())[: LONGEST_NAME - len(suffix) - 1].rstrip(" .")
    return f"{stem or 'file'}.{suffix}"


def check_file(name: str, data: bytes) -> str:
    """The suffix of a file that is no picture, if it may be kept; raises ValidationError."""
    suffix = suffix_of(name)
    kind = FILES.get(suffix)
    if kind is None:
        taken = ", ".join((*PICTURES, *FILES))
        raise ValidationError(
            _("Files of this kind are not taken. These are: %(taken)s.")
            % {"taken": taken}
        )
    if not kind.begins(data):
        raise ValidationError(
            _("This is not a file of the kind that its name says (%(kind)s).")
            % {"kind": suffix}
        )
    return suffix
