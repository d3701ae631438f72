"""Builds Markdown from what a reader of another format meets, one event at a time.

Marks may be opened and closed in any order and blocks left open: the result is well
formed all the same, and however deep the input nests, the output stops at MAX_DEPTH.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from rostra.transfer.foreign import QUOTE_MARK, ForeignQuote
from rostra.transfer.text.escaping import code_block, is_safe, link_url, tidy, unlinked
from rostra.transfer.text.runs import LINE_BREAK, Run, to_markdown

MAX_DEPTH = 12
MARKS = frozenset({"bold", "italic", "strike", "spoiler", "code"})
BREAK = Run("\n")
_GUESSED = "Could contain:"
"""What Invision's picture recognition writes; no person described the picture."""


@dataclass(slots=True)
class _Block:
    """A block still open, with the Markdown of what is finished inside it."""

    kind: str
    done: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    marks: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A finished text: Markdown, its quotes in order, and what was lost on the way."""

    source: str
    quotes: tuple[ForeignQuote, ...] = ()
    losses: tuple[str, ...] = ()
    edited: tuple[str, str] = ("", "")
    """When and by whom it was edited last, if the text itself told."""


class Writer:
    """Collects words, marks and blocks; `finish` gives the Markdown.

    `base` is the address that relative links are meant from.
    """

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._blocks = [_Block("text")]
        self._runs: list[Run] = []
        self._quotes: list[ForeignQuote] = []
        self._refused = 0
        self.losses: list[str] = []
        self.edited = ("", "")

    # Words -----------------------------------------------------------------------

    def text(self, words: str) -> None:
        """Words as they are to be read; white space is folded."""
        words = tidy(words)
        if not words:
            return
        folded = " ".join(words.split())
        if words[0].isspace():
            folded = " " + folded
        if folded.strip() and words[-1].isspace():
            folded += " "
        self._add(folded)

    def ready(self, markdown: str) -> None:
        """Words that are Markdown already, such as a bare address."""
        self._runs.append(Run(markdown, ready=True))

    def line_break(self) -> None:
        """A new line; two of them, with nothing between, begin a paragraph."""
        while self._runs and self._runs[-1].text == " ":
            self._runs.pop()
        if self._runs and self._runs[-1] is BREAK:
            self.paragraph()
        else:
            self._runs.append(BREAK)

    def paragraph(self) -> None:
        """End the paragraph, if one is under way."""
        if self._runs:
            markdown = to_markdown(self._runs)
            if markdown:
                self._blocks[-1].done.append(markdown)
            self._runs = []

    def image(self, url: str, alt: str) -> None:
        """A picture: a link inside another link's words, an image elsewhere."""
        safe = link_url(url, self._base)
        alt = " ".join(tidy(alt).split())
        if not alt or alt.startswith(_GUESSED):
            alt = _file_name(safe)
        if not safe or self._link:
            self._add(alt)
        else:
            self._runs.append(Run(alt, image=safe, spoiler=self._has("spoiler")))

    def _add(self, words: str) -> None:
        block = self._blocks[-1]
        marks = {mark: True for mark in MARKS if block.marks[mark] > 0}
        self._runs.append(Run(words, link=self._link, **marks))

    # Marks -----------------------------------------------------------------------

    def open_mark(self, mark: str) -> None:
        self._blocks[-1].marks[mark] += 1

    def close_mark(self, mark: str) -> None:
        if self._blocks[-1].marks[mark] > 0:
            self._blocks[-1].marks[mark] -= 1

    def open_link(self, url: str) -> None:
        """Make the words that follow a link, or leave them plain if it is unsafe."""
        self._blocks[-1].links.append(link_url(url, self._base) or url)

    def close_link(self) -> None:
        if self._blocks[-1].links:
            address = unlinked(self._blocks[-1].links.pop())
            if address and not any(address in run.text for run in self._runs):
                self._add(f" ({address})")

    @property
    def _link(self) -> str:
        links = self._blocks[-1].links
        return links[-1] if links and is_safe(links[-1]) else ""

    def _has(self, mark: str) -> bool:
        return self._blocks[-1].marks[mark] > 0

    # Blocks ----------------------------------------------------------------------

    def open(self, kind: str, **facts: Any) -> None:
        """Begin a quote, list, item, table, row or cell inside what is open."""
        if len(self._blocks) > MAX_DEPTH:
            self._refused += 1
            self.paragraph()
            return
        self.paragraph()
        block = _Block(kind, facts=facts)
        if self._has("spoiler"):
            block.marks["spoiler"] = 1
        self._blocks.append(block)

    def close(self, kind: str) -> None:
        """End the innermost open block of this kind, and all that is inside it."""
        if self._refused:
            self._refused -= 1
            self.paragraph()
        elif self.is_open(kind):
            while self._close_innermost() != kind:
                pass

    def is_open(self, kind: str) -> bool:
        return any(block.kind == kind for block in self._blocks[1:])

    @property
    def innermost(self) -> str:
        return self._blocks[-1].kind

    def code(self, text: str, language: str = "") -> None:
        """A block of code, kept character by character."""
        self.paragraph()
        text = tidy(text.replace("\r\n", "\n")).strip("\n").expandtabs(4)
        if text.strip():
            self._blocks[-1].done.append(code_block(text, language))

    def rule(self) -> None:
        self.paragraph()
        self._blocks[-1].done.append("* * *")

    def heading(self, level: int) -> None:
        """Make the paragraph under way a heading."""
        count = len(self._blocks[-1].done)
        self.paragraph()
        done = self._blocks[-1].done
        if len(done) > count:
            words = done[-1].replace(LINE_BREAK, " ")
            done[-1] = "#" * min(max(level, 2), 6) + " " + words

    def finish(self) -> Written:
        while len(self._blocks) > 1:
            self._close_innermost()
        self.paragraph()
        source = "\n\n".join(self._blocks[0].done)
        return Written(source, tuple(self._quotes), tuple(self.losses), self.edited)

    def _close_innermost(self) -> str:
        self.paragraph()
        block = self._blocks.pop()
        closers = {
            "quote": self._close_quote,
            "list": self._close_list,
            "table": self._close_table,
        }
        closer = closers.get(block.kind)
        if closer:
            closer(block)
        elif block.kind in ("item", "row", "cell"):
            self._hand_up(block)
        else:
            self._blocks[-1].done.extend(block.done)
        return block.kind

    def _hand_up(self, block: _Block) -> None:
        """Give a part to the list, row or table it belongs to, or to the text."""
        owner = {"item": "list", "row": "table", "cell": "row"}[block.kind]
        if self._blocks[-1].kind == owner:
            inner = block.facts.get("parts", [])
            if owner == "table":
                # What stood in the row outside any cell is a cell of its own.
                inner = [*inner, block.done] if block.done else inner
            parts = self._blocks[-1].facts.setdefault("parts", [])
            parts.append(inner if owner == "table" else block.done)
        else:
            for part in block.facts.get("parts", []):
                self._blocks[-1].done.extend(part)
            self._blocks[-1].done.extend(block.done)

    def _close_quote(self, block: _Block) -> None:
        if not block.done:
            return
        inner = "\n\n".join(block.done)
        author, post = block.facts.get("author", ""), block.facts.get("post", "")
        if author or post:
            mark = f"{QUOTE_MARK}{len(self._quotes)}{QUOTE_MARK}"
            self._quotes.append(ForeignQuote(tidy(author).strip(), post, inner))
            inner = f"{mark}\n\n{inner}"
        self._blocks[-1].done.append(_prefixed(inner, "> ", "> "))

    def _close_list(self, block: _Block) -> None:
        # What stood in the list outside any item is kept, before it.
        self._blocks[-1].done.extend(block.done)
        ordered, start = block.facts.get("ordered"), block.facts.get("start", 1)
        parts = [part for part in block.facts.get("parts", []) if part]
        items = [
            _item(part, f"{number}. " if ordered else "- ")
            for number, part in enumerate(parts, start)
        ]
        if items:
            gap = "\n\n" if any("\n\n" in item for item in items) else "\n"
            self._blocks[-1].done.append(gap.join(items))

    def _close_table(self, block: _Block) -> None:
        self._blocks[-1].done.extend(block.done)
        rows = [
            [_one_line(cell) for cell in row] for row in block.facts.get("parts", [])
        ]
        rows = [row for row in rows if any(row)]
        is_grid = len(rows) > 1 and max(map(len, rows)) > 1
        if is_grid and all(cell is not None for row in rows for cell in row):
            self._blocks[-1].done.append(_grid(rows))
            return
        for row in block.facts.get("parts", []):
            for cell in row:
                self._blocks[-1].done.extend(cell)


def _item(parts: list[str], sign: str) -> str:
    # Only a nested list may follow the words of its item without an empty line.
    apart = any(not part.startswith(("- ", "1. ")) for part in parts[1:])
    body = ("\n\n" if apart else "\n").join(parts)
    return _prefixed(body, sign, " " * len(sign))


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    marked = [first + lines[0], *(rest + line for line in lines[1:])]
    return "\n".join(line.rstrip() if not line.strip("> ") else line for line in marked)


def _one_line(cell: list[str]) -> str | None:
    """A cell's text as a table can hold it, or None if it cannot."""
    if any(part[:1] in "`>#" or part.startswith("- ") for part in cell):
        return None
    if any("||" in part for part in cell):
        return None
    return " ".join(part.replace(LINE_BREAK, " ") for part in cell)


def _grid(rows: list[list[str | None]]) -> str:
    width = max(map(len, rows))
    lines = [
        "| " + " | ".join([*map(str, row), *[""] * (width - len(row))]) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _file_name(url: str) -> str:
    """The name of a picture's file, or a word for it if the address has none."""
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    return name if re.fullmatch(r".+\.[A-Za-z]{3,4}", name) else "image"
