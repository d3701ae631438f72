"""From bytes to text, whatever they say they are."""

import codecs
import json
import re
from typing import Any

MOST_BYTES = 8_000_000
"""More than this is no feed: it is refused."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE = (  # XML 1.0, appendix F: how "<?" and "<r" begin without a mark.
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE | re.ASCII)
# As the WHATWG Encoding Standard does: what is labelled Latin-1 is Windows', and so on.
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_SEVEN_BITS = ("iso2022", "hz")
_NEVER = frozenset(
    {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape"}
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_SIGNS = tuple(start for start, _name in _BARE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def decoded(data: bytes, content_type: str = "") -> str:
    """The text of a document without the characters that XML cannot have.

    What is valid UTF-8 is UTF-8, whatever it says: no other encoding looks like it.
    Then what the document says, then what the server says, then Windows-1252.
    """
    return without_controls(with_controls(data, content_type))


def json_of(text: str) -> Any:
    """What JSON says, without the characters that XML cannot have: there they may be
    escaped, and no database takes them. Raises ValueError and RecursionError."""
    return _all_without_controls(json.loads(text.lstrip("\ufeff")))


def _all_without_controls(told: Any) -> Any:
    if isinstance(told, str):
        return without_controls(told)
    if isinstance(told, list):
        return [_all_without_controls(one) for one in told]
    if isinstance(told, dict):
        pairs = told.items()
        return {without_controls(k): _all_without_controls(one) for k, one in pairs}
    return told


def without_controls(text: str) -> str:
    """A text without the characters that XML cannot have."""
    return _CONTROLS.sub("", text)


def with_controls(data: bytes, content_type: str = "") -> str:
    """The text of a document, with all its characters."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    for start, name in _BARE:
        if data.startswith(start):
            return data.decode(name, "replace")
    said = _told(data, content_type)
    seven = [name for name in said if name.startswith(_SEVEN_BITS)]
    for name in (*seven, "utf-8", *said):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    text = data.decode("utf-8", "replace")
    if _is_nearly_utf8(text, data):
        return text
    other = next((name for name in said if name != "utf-8"), "cp1252")
    return data.decode(other, "replace")


def tells_no_encoding(data: bytes, content_type: str = "") -> bool:
    """Whether a text in no Latin letters tells its encoding nowhere, so that nobody could
    read what would be made of it. In Latin letters few in a row are no plain ones."""
    if data.isascii() or set(_told(data, content_type)) - {"utf-8"}:
        return False
    if data.startswith((*_SIGNS, *(mark for mark, _name in _MARKS))):
        return False
    runs = [len(run) for run in _HIGH.findall(data)]
    if sum(runs) < 16 or 2 * sum(run for run in runs if run > 3) <= sum(runs):
        return False
    return not _is_nearly_utf8(data.decode("utf-8", "replace"), data)


def _is_nearly_utf8(text: str, data: bytes) -> bool:
    """One wrong byte in a long text in UTF-8 does not make it another encoding."""
    return text.count("\ufffd") * 50 <= sum(map(len, _HIGH.findall(data)))


def _told(data: bytes, content_type: str) -> list[str]:
    return [
        *_said(_DECLARED.search(data[:400])),
        *_said(_CHARSET.search(content_type)),
    ]


def _said(found: re.Match[bytes] | re.Match[str] | None) -> tuple[str, ...]:
    if found is None:
        return ()
    label = found[1].decode("ascii") if isinstance(found[1], bytes) else found[1]
    try:
        name = codecs.lookup(label).name
        b"".decode(name)
    except (LookupError, TypeError):
        return ()
    if name in _NEVER or name.startswith(("utf-16", "utf-32")):
        return ()
    return (_MEANT.get(name, name),)
