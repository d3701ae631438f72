"""That words are taken away, and what else in the database repeats them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from zlib import crc32

from rostra.forum.models import Post
from rostra.foundation import markup

FEWEST = 4
"""Words from which on a whole text that stands among erased words repeats them."""
IN_A_ROW = 8
"""So many words in a row repeat them, whatever stands around; fewer are anybody's."""

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]++")
"""Where a script puts no space between words, each of its signs counts as one."""
_A, _B, _C, _D = 0x9E3779B97F4A7, 0xC2B2AE3D27D4F, 0x165667B19E377, 0x27D4EB2F16567
_MASK = (1 << 52) - 1
_ELISION = re.compile(r"\u2026|\.\.\.")


@dataclass(frozen=True)
class Erasure:
    """Words of a locked post that go. Whoever takes them away somewhere counts it in
    `taken`, by what it was."""

    post: Post
    gone: tuple[str, ...] = ()
    """The words of each text that is erased (normalised)."""
    left: tuple[str, ...] = ()
    """Those of the texts of the post that stay; none if all go."""
    notice: str = ""
    """What stands in their place, as Markdown."""
    origins: tuple[str, ...] = ()
    """Addresses at other sites where these words stood, of what was published here."""
    is_everywhere: bool = False
    """Whether they go wherever they are repeated, and not only where they were quoted."""
    taken: Counter[str] = field(default_factory=Counter)
    still: list[int] = field(default_factory=list)
    """Some posts in which members say them as words of their own: these stay theirs."""

    def is_left(self, words: str) -> bool:
        """Whether words still stand in what is left of the post."""
        return any(markup.stands_in(words, text) for text in self.left)

    def is_repeated_in(self, words: str) -> bool:
        """Whether a text of somebody else repeats what is gone, and not what is left."""
        return are_repeated(self.runs, words) and not self.is_left(words)

    @cached_property
    def runs(self) -> frozenset[int]:
        """By which the words that are gone are found, without being kept."""
        return frozenset(run for text in self.gone for run in _runs(_words(text)))


def are_repeated(runs: frozenset[int], text: str) -> bool:
    """Whether a text, or what stands in it between dots, repeats words that left these
    runs: all of it, or eight words in a row."""
    return bool(runs) and any(_is_piece(runs, part) for part in _ELISION.split(text))


def _is_piece(runs: frozenset[int], text: str) -> bool:
    words = _words(text)
    wanted = min(len(words), IN_A_ROW) - FEWEST + 1
    if wanted < 1:
        return False
    row = 0
    for run in _runs(words):
        row = row + 1 if run in runs else 0
        if row >= wanted:
            return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(markup.normalise(text).casefold())


def _runs(words: list[str]) -> Iterable[int]:
    """A hash of each four words in a row, of 52 bits: JSON keeps these in every language.
    Whole tables are gone through, so it is a quick one, and no secret."""
    marks = [crc32(word.encode("utf-8", "replace")) for word in words]
    for at in range(len(marks) - FEWEST + 1):
        first, second, third, fourth = marks[at : at + FEWEST]
        yield (first * _A ^ second * _B ^ third * _C ^ fourth * _D) & _MASK


ALSO_ERASED: list[Callable[[Erasure], None]] = []
"""What other packages do when words of a locked post are erased: they take away what
repeats them, before the transaction ends."""
