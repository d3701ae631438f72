"""How the text of a setting becomes a value.

Each reader takes what was written (text from the environment; text, numbers or truth
values from TOML) and returns the value, or raises ValueError or
TypeError saying what it must be.
"""

import json
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.text import slugify


class SettingError(ValueError):
    """A setting is unknown or has a value of the wrong kind; the text says which."""


def folder(value: Any) -> Path:
    """The path of a folder, which need not exist yet."""
    text = as_text(value)
    if not text:
        raise ValueError("the path of a folder")
    return Path(text).expanduser()


def as_text(value: Any) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise TypeError("text")
    return value.strip()


def whole_number(least: int, most: int) -> Callable[[Any], int]:
    """A whole number between two bounds, both allowed."""

    def read(value: Any) -> int:
        try:
            number = None if isinstance(value, bool | float) else int(value)
        except ValueError:
            number = None
        if number is None or not least <= number <= most:
            raise ValueError(f"a whole number between {least} and {most}")
        return number

    return read


def switch(value: Any) -> bool:
    """True or false; in the environment also yes, no, on, off, 1 and 0."""
    words = {"true": True, "yes": True, "on": True, "1": True}
    words |= {"false": False, "no": False, "off": False, "0": False}
    known = words.get(str(value).strip().lower())
    if known is None:
        raise ValueError("true or false")
    return known


def one_of(*choices: str) -> Callable[[Any], str]:
    """One of a few words, in capitals or not."""

    def read(value: Any) -> str:
        word = str(value).strip().lower()
        if word not in choices:
            raise ValueError(f"{', '.join(choices[:-1])} or {choices[-1]}")
        return word

    return read


def starting_with(*schemes: str) -> Callable[[Any], str]:
    """Nothing, or an address that starts with one of these schemes."""

    def read(value: Any) -> str:
        text = as_text(value)
        if text and not text.startswith(schemes):
            raise ValueError(f"an address that starts with {schemes[0]}")
        return text

    return read


def public_address(value: Any) -> str:
    """Nothing, or scheme and host of a site, without a slash at the end."""
    text = as_text(value).rstrip("/")
    parts = urlsplit(text)
    is_plain = parts.hostname and not (parts.path or parts.query or parts.fragment)
    if text and not (parts.scheme in ("http", "https") and is_plain):
        raise ValueError("scheme and host, such as https://forum.example")
    return text


@dataclass(frozen=True, slots=True)
class OtherSite:
    """A site whose members may sign in here with OpenID Connect."""

    name: str
    issuer: str
    client: str
    secret: str

    @property
    def key(self) -> str:
        """What it is called in addresses."""
        return slugify(self.name) or "other"


_PARTS = ("name", "issuer", "client", "secret")


def other_sites(value: Any) -> tuple[OtherSite, ...]:
    """Tables with name, issuer, client and secret; in the environment as JSON."""
    wanted = "tables with " + ", ".join(_PARTS)
    try:
        given = json.loads(value) if isinstance(value, str) and value.strip() else value
        sites = tuple(
            OtherSite(**{p: str(one[p]) for p in _PARTS}) for one in given or ()
        )
    except (ValueError, TypeError, KeyError):
        raise ValueError(wanted) from None
    if any(not s.issuer.startswith(("https://", "http://")) for s in sites):
        raise ValueError(f"{wanted}; an issuer is an address, https://…")
    if len({s.key for s in sites}) < len(sites):
        raise ValueError(f"{wanted}; no two of one name")
    return sites


def time_zone(value: Any) -> str:
    """The name of a time zone that this machine knows."""
    name = as_text(value)
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("a time zone such as Europe/Paris") from None
    return name
