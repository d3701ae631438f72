"""Emoji by their names: `:smile:`."""

import json
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from rostra.foundation.markup.limits import LITERAL

SHORTCODE = rf"(?<![\w:{LITERAL}]):(?P<shortcode>[\w+-]{{1,60}}):(?!\w)"
"""A short code, as a part of a pattern."""

_CODE = re.compile(r"[\w+-]{1,60}")
_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_FULLY_QUALIFIED = b'  "status": 2,'
_NAME = re.compile(rb'":([^" :]+):"')


@lru_cache(512)
def emoji_named(name: str) -> str | None:
    """The emoji of a short code, without its colons; None if there is none."""
    table = _table()
    wanted = f"\n{name.lower()}\t".encode()
    at = table.find(wanted)
    if at < 0:
        return None
    start = at + len(wanted)
    return table[start : table.index(b"\n", start)].decode()


@cache
def _table() -> bytes:
    """Lines of a name, a tab and its emoji, empty if the list of names is not as known.

    To import `emoji` would take 4 MB in each process for what is used now and then.
    This takes 0.2 MB, so its list is read line by line (Unicode's emoji-test.txt and
    the names that GitHub and Slack use).
    """
    package = find_spec("emoji")
    if not package or not package.origin:
        return b""
    source = Path(package.origin).parent / "unicode_codes" / "emoji.json"
    if not source.exists():
        return b""
    lines = [b""]
    sign, names, is_shown = b"", b"", False
    with source.open("rb") as entries:
        for line in entries:
            if line.startswith(b'"'):
                sign, names, is_shown = _key(line), b"", False
            elif line.startswith((b'  "en"', b'  "alias"')):
                names += line
            elif line.startswith(_FULLY_QUALIFIED):
                is_shown = True
            elif line.startswith(b"}") and is_shown:
                lines += [b"%s\t%s" % (_low(n), sign) for n in _NAME.findall(names)]
    return b"\n".join([*lines, b""])


def emoji_list() -> dict[str, str]:
    """Every emoji with its short codes, spaces between; of those in several skin tones
    the neutral one."""
    found: dict[str, list[str]] = {}
    meant: dict[str, str] = {}
    for line in _table().decode().strip().split("\n"):
        name, _tab, emoji = line.partition("\t")
        # Where two have one name, it means the first.
        if name in meant or not _CODE.fullmatch(name):
            continue
        meant[name] = emoji
        if not _TONES.search(emoji):
            found.setdefault(emoji, []).append(name)
    return {emoji: " ".join(names) for emoji, names in found.items()}


def _low(name: bytes) -> bytes:
    return name.lower() if name.isascii() else name.decode().lower().encode()


def _key(line: bytes) -> bytes:
    key: str = json.loads(line.rpartition(b":")[0])
    return key.encode()
