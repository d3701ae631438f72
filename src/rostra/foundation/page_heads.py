"""What a web page says of itself in its head: title, description, picture.

Its HTML is searched with a few patterns and never parsed: a parser can be made to take
long or to crash by whoever wrote the page. Open Graph (https://ogp.me/) is read first.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from rostra.foundation.markup.limits import readable

MOST_BYTES = 512 * 1024
"""That are read of a page; what counts stands near its beginning."""
_MOST_TAGS = 300

_TAG = re.compile(
    r"<(?:meta|link)\s((?:[^<>\"']{1,2000}+|\"[^\"]{0,4000}+\"|'[^']{0,4000}+'){1,60}+)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([a-z:_-]{1,40}+)\s{0,9}+=\s{0,9}+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""",
    re.IGNORECASE,
)
_TITLE = re.compile(r"<title[^<>]{0,200}+>([^<]{0,2000}+)", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?([\w-]{2,20})", re.IGNORECASE)
_CODINGS = re.compile(
    r"utf-?8|windows-(?:125\d|874)|iso-8859-\d{1,2}|us-ascii|shift_jis|euc-(?:jp|kr)|"
    r"iso-2022-jp|gb18030|gbk|gb2312|big5|koi8-[ru]|tis-620|utf-16(?:le|be)?",
    re.IGNORECASE,
)
"""What is decoded: some codings that Python knows take a time that grows with the square."""
_UNWANTED = frozenset(["noindex", "none", "nosnippet"])
_TITLES = ("og:title", "twitter:title")
_DESCRIPTIONS = ("og:description", "twitter:description", "description")
_PICTURES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")


class PageHead(NamedTuple):
    """What a page says of itself; all of it can be empty, and nothing of it is true."""

    title: str
    description: str
    picture: str
    """The address of a picture."""
    site: str = ""
    """What the site that it belongs to calls itself."""


def head_of(body: bytes, content_type: str, address: str) -> PageHead:
    """What the beginning of a page says. A page that asks not to be shown says nothing."""
    text = decoded(body, content_type)
    said = _first_said(text)
    if wants_no_card(said.get("robots", "")):
        return PageHead("", "", "")
    title = _first(said, _TITLES) or _title(text)
    picture = _first(said, _PICTURES)
    return PageHead(
        words(title, 200),
        words(_first(said, _DESCRIPTIONS), 300),
        joined(address, picture) if picture else "",
        words(said.get("og:site_name", ""), 120),
    )


def said_in(body: bytes, content_type: str) -> dict[str, str]:
    """What the meta tags of a page say, by their names in small letters."""
    return _first_said(decoded(body, content_type))


def decoded(body: bytes, content_type: str) -> str:
    """The beginning of a page as text, in the coding that it says it has."""
    return body[:MOST_BYTES].decode(_coding(body, content_type), "replace")


def joined(address: str, other: str) -> str:
    """The address that stands in a page; `""` if it is none."""
    try:
        return urljoin(address, other.strip())[:2000]
    except ValueError:
        return ""


def wants_no_card(robots: str) -> bool:
    """Whether a page's word to robots (a meta tag, X-Robots-Tag) asks not to be shown."""
    asked = {part.strip() for part in robots.lower().split(",")}
    return not asked.isdisjoint(_UNWANTED)


def words(said: str, most: int) -> str:
    """A line of plain words, shortened."""
    line = " ".join(readable(html.unescape(said[: 10 * most])).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _first_said(text: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for name, value in _said(text):
        said.setdefault(name, value)
    return said


def _said(text: str) -> Iterator[tuple[str, str]]:
    for count, tag in enumerate(_TAG.finditer(text)):
        if count == _MOST_TAGS:
            return
        given = {
            match[1].lower(): match[2] or match[3] or match[4] or ""
            for match in _ATTRIBUTE.finditer(tag[1])
        }
        name = given.get("property") or given.get("name")
        if name and given.get("content"):
            yield name.lower(), given["content"]


def _title(text: str) -> str:
    found = _TITLE.search(text)
    return found[1] if found else ""


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name, "").strip()), "")


def _coding(body: bytes, content_type: str) -> str:
    found = _CHARSET.search(content_type.encode("ascii", "replace"))
    found = found or _CHARSET.search(body[:2048])
    name = found[1].decode("ascii") if found else "utf-8"
    return name if _CODINGS.fullmatch(name) else "utf-8"
