"""Blocks of code, coloured where the text is written and not where it is read.

Our own few patterns rather than a library: Pygments, tried with 60 kinds of
repetitions of 5,000 characters, took from 5 ms to 3.3 s of them, which nothing can
interrupt (docs/decisions/0012-colouring-code.md).
"""

from markupsafe import escape

from rostra.foundation.markup.languages import Language, language_named
from rostra.foundation.markup.limits import MOST_COLOURED


class Colours:
    """Colours the blocks of one text, up to as much as that may cost."""

    def __init__(self) -> None:
        self._left = MOST_COLOURED

    def html(self, code: str, name: str) -> str:
        """Code as HTML, its parts in spans if the language is known and it fits."""
        language = language_named(name)
        if not language or len(code) > self._left:
            return str(escape(code))
        self._left -= len(code)
        return _coloured(code, language)


def _coloured(code: str, language: Language) -> str:
    parts: list[str] = []
    at = 0
    for match in language.pattern.finditer(code):
        kind = match.lastgroup
        if kind == "word":
            if not language.knows(match[0]):
                continue
            kind = "keyword"
        start, end = match.span()
        parts.append(str(escape(code[at:start])))
        parts.append(f'<span class="code-{kind}">{escape(code[start:end])}</span>')
        at = end
    parts.append(str(escape(code[at:])))
    return "".join(parts)
