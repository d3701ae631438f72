"""Words and addresses as entries have them: plain, in one line, bounded."""

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_UNSAID = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
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


def has_elements(words: str) -> bool:
    """Whether a text that may be either has elements in it."""
    return bool(_TAG.search(words[:10_000]))


def address(words: str, base: str = "") -> str:
    """A whole address of the web, or `""`: nothing else is a place to go."""
    words = "".join(words.split())
    if not words or len(words) > 2_000:
        return ""
    try:
        whole = urljoin(base, words)
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if not _ADDRESS.match(whole) or not parts.hostname:
        return ""
    return whole


def addresses(*found: str) -> tuple[str, ...]:
    """Each once, in their order, without empty ones."""
    return tuple(dict.fromkeys(one for one in found if one))


def number(words: str) -> int:
    """A digit from 1 to 9 at the start, or 0."""
    words = str(words).strip()
    return int(words[0]) if words[:1] in tuple("123456789") else 0
