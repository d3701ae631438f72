"""Inline text as runs of words with marks, and how they become one line of Markdown.

Other forums let marks cross, repeat and stay open; runs cannot. A run knows its marks,
so whatever the order they came in, what is written is well nested.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from rostra.transfer.text.escaping import code_span, escape, escape_line_start


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one set of marks; `text` is a newline for a line break."""

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    spoiler: bool = False
    code: bool = False
    link: str = ""
    image: str = ""
    ready: bool = False
    """The text is Markdown already and is written as it is."""


LINE_BREAK = "\\\n"
"""A line break that is one for every renderer (CommonMark 6.7)."""

_EMPHASIS = {"strike": "~~", "bold": "**", "italic": "*"}
_ORDER = ("spoiler", "link", "strike", "bold", "italic")


def to_markdown(runs: list[Run]) -> str:
    """A paragraph of runs as Markdown, line breaks kept; empty if there are no words."""
    runs = _trimmed(_without_stray_spaces(runs))
    for mark in ("italic", "bold", "strike"):
        runs = _fitted(runs, mark)
    lines = (line.strip() for line in _write(runs, 0).split("\n"))
    return LINE_BREAK.join(escape_line_start(line) for line in lines if line)


def _without_stray_spaces(runs: list[Run]) -> list[Run]:
    """Runs in which no space follows a space or stands beside a line break."""
    kept: list[Run] = []
    for run in runs:
        text = run.text
        if text == "\n":
            if kept and kept[-1].text.endswith(" ") and not kept[-1].ready:
                kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
        elif not run.code and text[:1] == " " and _ends_blank(kept):
            text = text.lstrip(" ")
        if text or run.image:
            kept.append(run if text is run.text else replace(run, text=text))
    return kept


def _ends_blank(kept: list[Run]) -> bool:
    return not kept or (not kept[-1].code and kept[-1].text[-1:] in (" ", "\n"))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Runs without white space at either end."""
    start, end = 0, len(runs)
    while start < end and _is_blank(runs[start]):
        start += 1
    while end > start and _is_blank(runs[end - 1]):
        end -= 1
    return runs[start:end]


def _is_blank(run: Run) -> bool:
    return not run.image and not run.text.strip(" \n")


def _fitted(runs: list[Run], mark: str) -> list[Run]:
    """Runs with a mark only where its delimiters will be read as such.

    Between a letter and punctuation `**` opens or closes nothing (CommonMark 6.2, the
    flanking rules), so punctuation and space at the edges lose the mark.
    """
    if not any(getattr(run, mark) for run in runs):
        return runs
    fitted: list[Run] = []
    spans = [list(group) for _, group in groupby(runs, _span_of(mark))]
    for place, span in enumerate(spans):
        if getattr(span[0], mark):
            before = fitted[-1] if fitted else None
            after = spans[place + 1][0] if place + 1 < len(spans) else None
            span = _fit_start(span, mark, _edge(before, -1))
            span = _fit_end(span, mark, _edge(after, 0))
        fitted.extend(span)
    return fitted


def _span_of(mark: str) -> Callable[[Run], tuple[object, ...]]:
    outer = _ORDER[: _ORDER.index(mark)]
    names = (*outer, mark)
    return lambda run: tuple(getattr(run, name) for name in names)


def _edge(run: Run | None, end: int) -> str:
    """The character of a neighbour that stands beside a delimiter."""
    if run is None or not run.text:
        return " " if run is None else "!"
    if run.code or run.link or run.image or run.ready:
        return "!"
    return run.text[end]


def _fit_start(span: list[Run], mark: str, before: str) -> list[Run]:
    """The span, its mark taken off what cannot stand after an opening delimiter."""
    for place, run in enumerate(span):
        cut = _unfit(run, before, 1)
        if cut < len(run.text) or not cut:
            halves = _halves(run, cut, mark, is_marked_first=False)
            return [*_unmarked(span[:place], mark), *halves, *span[place + 1 :]]
    return _unmarked(span, mark)


def _fit_end(span: list[Run], mark: str, after: str) -> list[Run]:
    """The span, its mark taken off what cannot stand before a closing delimiter."""
    for place in range(len(span) - 1, -1, -1):
        run = span[place]
        if not getattr(run, mark):
            return [*span[: place + 1], *_unmarked(span[place + 1 :], mark)]
        cut = _unfit(run, after, -1)
        if cut < len(run.text) or not cut:
            halves = _halves(run, len(run.text) - cut, mark, is_marked_first=True)
            return [*span[:place], *halves, *_unmarked(span[place + 1 :], mark)]
    return _unmarked(span, mark)


def _halves(run: Run, cut: int, mark: str, *, is_marked_first: bool) -> list[Run]:
    if cut == (len(run.text) if is_marked_first else 0):
        return [run]
    first, second = replace(run, text=run.text[:cut]), replace(run, text=run.text[cut:])
    if is_marked_first:
        second = replace(second, **{mark: False})
    else:
        first = replace(first, **{mark: False})
    return [half for half in (first, second) if half.text or half.image]


def _unmarked(runs: list[Run], mark: str) -> list[Run]:
    return [replace(run, **{mark: False}) for run in runs]


def _unfit(run: Run, neighbour: str, step: int) -> int:
    """How many characters at one end of a run cannot stand beside a delimiter."""
    if run.code or run.image:
        return len(run.text) if _is_word(neighbour) else 0
    text = run.text[::step]
    spaces = len(text) - len(text.lstrip(" \n"))
    if spaces:
        return spaces
    if not _is_word(neighbour):
        return 0
    count = 0
    while count < len(text) and not _is_word(text[count]):
        count += 1
    return count


def _is_word(character: str) -> bool:
    return character.isalnum()


def _write(runs: list[Run], level: int) -> str:
    if level == len(_ORDER) or not any(map(_has_marks, runs)):
        return "".join(_leaf(run) for run in runs)
    mark = _ORDER[level]
    written = ""
    for value, group in groupby(runs, lambda run: getattr(run, mark)):
        inside = list(group)
        piece = _bare(value, inside) if mark == "link" else ""
        piece = piece or _wrapped(mark, value, _write(inside, level + 1))
        if piece.startswith("[") and written.endswith("!"):
            # Else the link would be read as an image.
            written = f"{written[:-1]}\\!"
        written += piece
    return written


def _has_marks(run: Run) -> bool:
    return bool(run.spoiler or run.link or run.strike or run.bold or run.italic)


def _bare(url: bool | str, runs: list[Run]) -> str:
    """A link whose words are its address, as an autolink (CommonMark 6.5)."""
    if not url or any(run.bold or run.italic or run.strike for run in runs):
        return ""
    words = "".join(run.text for run in runs)
    return words.replace(str(url), f"<{url}>") if words.strip() == url else ""


def _leaf(run: Run) -> str:
    if run.image:
        return f"![{escape(run.text)}]({run.image})"
    if run.ready or run.text == "\n":
        return run.text
    return code_span(run.text) if run.code else escape(run.text)


def _wrapped(mark: str, value: bool | str, inner: str) -> str:
    if not value:
        return inner
    words = inner.strip(" \n")
    if not words:
        return inner
    start = inner[: inner.index(words[0])]
    end = inner[len(start) + len(words) :]
    if mark == "link":
        return start + _linked(words, str(value)) + end
    if mark == "spoiler":
        return start + "\n".join(f"||{line}||" for line in words.split("\n")) + end
    sign = _EMPHASIS[mark]
    return f"{start}{sign}{words}{sign}{end}"


def _linked(words: str, url: str) -> str:
    return f"[{words.replace(chr(10), ' ')}]({url})"
