"""Compares what we render with what a specification says, deliberate differences aside.

Both are brought to one list of tags and words, in which

- headings have no level: ours begin where the page's own end;
- a picture is a link, and an address that we do not link to leaves only its words;
- `dir`, the box around tables and the folds around quotes within quotes are not there;
- a task's box is a sign, and how a column is aligned is not a `class`.
"""

import re
from html.parser import HTMLParser
from typing import Any

from rostra.foundation.markup.links import safe_address

BLOCKS = frozenset("p li ul ol blockquote h pre table thead tbody tr td th hr".split())
SIDES = {"centred": "center", "to-end": "right"}

Part = tuple[Any, ...]


def essence(html: str) -> list[Part]:
    """The tags and words of HTML, without what is deliberately different."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _with_spaces_folded(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[Part] = []
        self._open: list[tuple[str, bool]] = []
        self._links = 0
        self._in_summary = False

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        tag = re.sub(r"^h[1-6]$", "h", tag)
        about = dict(given)
        if tag == "img":
            self._picture(about)
        elif tag == "input":
            self.handle_data("☑" if "checked" in about else "☐")
        else:
            is_kept = self._is_kept(tag, about)
            self._in_summary |= tag == "summary"
            if is_kept:
                self.parts.append(("<", tag, *_telling(tag, about)))
                self._links += tag == "a"
            if tag not in ("br", "hr"):
                self._open.append((tag, is_kept))

    def handle_startendtag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        tag, was_kept = self._open.pop()
        self._in_summary &= tag != "summary"
        if was_kept:
            self.parts.append((">", tag))
            self._links -= tag == "a"

    def handle_data(self, data: str) -> None:
        if self._in_summary:
            return
        if self.parts and self.parts[-1][0] == "words":
            data = self.parts.pop()[1] + data
        self.parts.append(("words", data))

    def _is_kept(self, tag: str, about: dict[str, str | None]) -> bool:
        if tag == "a":
            return safe_address(about.get("href") or "") is not None
        return tag not in ("div", "details", "summary", "span")

    def _picture(self, about: dict[str, str | None]) -> None:
        words = " ".join((about.get("alt") or "").split())
        address = None if self._links else safe_address(about.get("src") or "")
        if address:
            self.parts.append(
                ("<", "a", ("href", address), ("title", about.get("title")))
            )
        self.handle_data(f"Picture: {words}" if words else "Picture")
        if address:
            self.parts.append((">", "a"))


def _telling(tag: str, about: dict[str, str | None]) -> list[tuple[str, Any]]:
    if tag == "a":
        address = safe_address(about.get("href") or "")
        return [("href", address), ("title", about.get("title"))]
    if tag == "code":
        return [("language", (about.get("class") or "").lower())]
    if tag in ("td", "th"):
        side = about.get("align") or SIDES.get(about.get("class") or "")
        return [("align", side)] if side and side != "left" else []
    return [("start", about.get("start"))] if tag == "ol" else []


def _with_spaces_folded(parts: list[Part]) -> list[Part]:
    folded: list[Part] = []
    in_pre = False
    for place, part in enumerate(parts):
        if part[:2] in (("<", "pre"), (">", "pre")):
            in_pre = part[0] == "<"
        if part[0] != "words" or in_pre:
            folded.append(part)
            continue
        words = re.sub(r"\s+", " ", part[1])
        words = words.lstrip() if _is_edge(parts, place - 1) else words
        words = words.rstrip() if _is_edge(parts, place + 1) else words
        if words:
            folded.append(("words", words))
    return folded


def _is_edge(parts: list[Part], place: int) -> bool:
    """Whether white space beside this part means nothing."""
    if not 0 <= place < len(parts):
        return True
    kind, tag, *_ = parts[place]
    return kind != "words" and tag in BLOCKS | {"br"}
