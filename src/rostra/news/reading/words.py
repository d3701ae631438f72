"""Words and addresses as entries have them: plain, in one line, bounded."""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_UNSAID = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<p>([^<]*)</p>")
_EMPTY = re.compile(
    r"<p(?:\s[^<>]{0,200})?>(?:\s|&nbsp;|<br\s?/?>)*</p>", re.IGNORECASE
)
_INDENTED = re.compile(r"[ \t]{2}")
_DATELINE = re.compile(
    r"((?:\s{0,80}<[^<>]{0,300}>){0,20}\s{0,80})"
    r"([^<>()]{2,120})\([^<>()]{1,40}\)\s?[-–—]+\s?"
)
_TWICE = re.compile(
    r"&amp;(#\d{1,6}|#x[0-9a-f]{1,6}|quot|apos|nbsp|amp);", re.IGNORECASE | re.ASCII
)
MOST_BODY = 256 * 1024
MOST_WORDS = 2_000


def plain(html: str, most: int = MOST_WORDS) -> str:
    """The words of HTML in one line."""
    said = _TAG.sub(" ", _UNSAID.sub(" ", html[: 4 * most + 4_000]))
    return line(unescape(said), most)


def line(words: str, most: int = MOST_WORDS) -> str:
    """Plain words in one line, cut at a limit."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def paragraphs(words: str) -> str:
    """Plain text as HTML: an empty line parts two paragraphs."""
    parts = (" ".join(part.split()) for part in re.split(r"\n\s*\n", words))
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)


def wire_paragraphs(words: str) -> list[str]:
    """The paragraphs of a text in lines, as wires set them: after an empty line, or where
    a line is moved in among lines that are not. Each is one line."""
    lines = words.splitlines()
    is_set = any(one and not one[0].isspace() for one in lines[1:])
    parts: list[list[str]] = [[]]
    for one in lines:
        if not one.strip() or (is_set and _INDENTED.match(one)):
            parts.append([])
        parts[-1].append(one)
    return [words for part in parts if (words := " ".join(" ".join(part).split()))]


def parted(html: str) -> str:
    """HTML with those paragraphs parted that hold several as wires set them, and without
    empty ones."""
    return _EMPTY.sub("", _PARAGRAPH.sub(_parted, html))


def _parted(found: re.Match[str]) -> str:
    parts = wire_paragraphs(found[1]) if "\n" in found[1] else []
    return "".join(f"<p>{one}</p>" for one in parts) if len(parts) > 1 else found[0]


def once_escaped(html: str) -> str:
    """HTML whose quotes and the like were written as characters twice, mended."""
    return _TWICE.sub(r"&\1;", html)


def dateline_of(words: str, agency: str = "") -> tuple[str, str]:
    """Place and agency in a dateline such as `BERLIN (dpa) -`: pages put the second
    there themselves."""
    place = line(words, 120).rstrip(" -–—")
    if not place.endswith(")"):
        return place, agency
    before, _bracket, told = place[:-1].rpartition("(")
    is_agency = (
        told.isupper()
        or told.islower()
        or place != line(words, 120)
        or bool(told and told.casefold() in agency.casefold())
    )
    if not before.strip() or not is_agency:  # As in Halle (Saale).
        return place, agency
    return before.strip(" ,"), agency or told.strip()


def without_dateline(body: str, dateline: str) -> str:
    """A text without the dateline before its first words, where that is "
    "told beside it."""
    found = _DATELINE.match(body) if dateline else None
    if found and found[2].strip(" ,").casefold().startswith(dateline.casefold()):
        return found[1] + body[found.end() :]
    return body


def has_elements(words: str) -> bool:
    """Whether a text that may be either has elements in it."""
    return bool(_TAG.search(words[:10_000]))


LONGEST_ADDRESS = 2_000
"""Characters; the columns are as long."""


def address(words: str, base: str = "") -> str:
    """A whole address of the web, or `""`: nothing else is a place to go."""
    words = "".join(words.split())
    if not words or len(words) > LONGEST_ADDRESS:
        return ""
    try:
        whole = urljoin(base, words)
        parts = urlsplit(whole)
    except ValueError:
        return ""
    is_address = _ADDRESS.match(whole) and parts.hostname
    return whole if is_address and len(whole) <= LONGEST_ADDRESS else ""


def without_feed_scheme(words: str) -> str:
    """An address without the `feed:` that some pages and programs put before it, as in
    `feed:https://a.example/` and in `feed://a.example/`, which means `http://`."""
    words = words.strip()
    if words[:5].lower() != "feed:":
        return words
    rest = words[5:]
    return f"http:{rest}" if rest.startswith("//") else rest


def addresses(*found: str) -> tuple[str, ...]:
    """Each once, in their order, without empty ones."""
    return tuple(dict.fromkeys(one for one in found if one))


def number(words: str) -> int:
    """A digit from 1 to 9 at the start, or 0."""
    words = str(words).strip()
    return int(words[0]) if words[:1] in tuple("123456789") else 0
