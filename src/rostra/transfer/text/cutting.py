"""Cuts a very long Markdown text into several that each stand by themselves."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^(?P<prefix>[> ]*)(?P<fence>`{3,})(?P<language>\w*)$")


def in_pieces(source: str, longest: int) -> list[str]:
    """The text in pieces of at most so many signs, cut between lines if it can be.

    A block of code that is cut ends in one piece and begins again in the next.
    """
    pieces: list[list[str]] = [[]]
    size, fence = 0, ""
    for line in _short_lines(source, longest // 2):
        if size + len(line) + 2 * len(fence) + 2 > longest:
            if fence:
                pieces[-1].append(fence)
            pieces.append([fence] if fence else [])
            size = len(fence)
        pieces[-1].append(line)
        size += len(line) + 1
        if match := _FENCE.match(line):
            opens = match["prefix"] + match["fence"]
            fence = "" if fence == opens else fence or opens
    return ["\n".join(piece).strip("\n") for piece in pieces if any(piece)]


def _short_lines(source: str, longest: int) -> Iterator[str]:
    for line in source.split("\n"):
        for start in range(0, max(len(line), 1), longest):
            yield line[start : start + longest]
