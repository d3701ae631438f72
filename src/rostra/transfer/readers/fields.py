"""Fields of JSON that somebody else wrote: present or not, and of whatever type."""

import html
from typing import Any
from urllib.parse import urlsplit

from rostra.transfer.text.escaping import tidy

Fields = dict[str, Any]


def text(fields: Any, name: str) -> str:
    """A field as text, empty if it is none."""
    value = fields.get(name) if isinstance(fields, dict) else None
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def plain(fields: Any, name: str) -> str:
    """A field as one line of text, entities resolved."""
    return line(text(fields, name))


def line(words: str) -> str:
    """Words on one line, entities resolved, without signs that nothing can hold."""
    return " ".join(tidy(html.unescape(words)).split())


def lines(fields: Any, name: str) -> list[str]:
    """A field as a list of lines, without the empty ones."""
    found = (line(part) for part in parts(fields, name) if isinstance(part, str))
    return [words for words in found if words]


def number(fields: Any, name: str) -> int:
    """A field as a number that is not negative, 0 if it is none."""
    value = fields.get(name) if isinstance(fields, dict) else None
    if isinstance(value, str) and value.isdecimal() and len(value) < 18:
        return int(value)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value < 2**60 else 0


def parts(fields: Any, name: str) -> list[Any]:
    """A field as a list, empty if it is none."""
    value = fields.get(name) if isinstance(fields, dict) else None
    return value if isinstance(value, list) else []


def inner(fields: Any, name: str) -> Fields:
    """A field as an object, empty if it is none."""
    value = fields.get(name) if isinstance(fields, dict) else None
    return value if isinstance(value, dict) else {}


def path_of(url: str) -> str:
    """Path and query of an address, entities resolved."""
    try:
        pieces = urlsplit(html.unescape(url))
    except ValueError:
        return ""
    return pieces.path + (f"?{pieces.query}" if pieces.query else "")
