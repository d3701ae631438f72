"""What it takes to render a post: `python -m benchmarks.markup` prints a table.

Processor time, the best of several rounds, so that a busy machine says the same.
"""

import os
import time
from collections.abc import Callable, Iterator

LINE = (
    "Here is some *text* with **bold** and a [link](https://example.com/) and `code`, "
    "and words that go on. "
)
POST = (
    LINE * 3
    + "\n\n> @scott [said](/post/1/):\n>\n> most of them do not\n\nSee www.example.com, "
    + "@scott :smile:\n\n- one\n- two\n\n"
    + LINE * 2
)[:600]
CODE = (
    "def shut(gate, at):  # in order\n    if gate.seat is None:\n"
    '        raise NotSeated(f"{gate} at {at}")\n    return 58 + gate.number\n'
)
HOSTILE = {
    "emphasis that never closes": "*a_ ",
    "emphasis in emphasis": "*a **a ",
    "brackets that never close": "[",
    "pictures that never close": "![",
    "links": "[a](b)",
    "quotes in quotes": ">",
    "empty items": "-\n",
    "task lists": "- [ ] a\n",
    "table of empty cells": "|" * 20 + "\n" + "|-" * 19 + "|\n" + "a\n" * 32_000,
    "table of many columns": "|" * 1000 + "\n" + "|-" * 999 + "|\n" + "a\n" * 32_000,
    "mentions": "@a ",
    "addresses": "http://a.com ",
    "schemes": "http://",
    "bars": "||x",
    "emoji": ":smile: ",
    "escapes": "\\*",
    "entities": "&amp;",
    "tags": "<a>",
    "one letter": "a",
}
SIZE = 65_000
ROUNDS = 5


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rostra.site.settings")
    import django

    django.setup()
    from rostra.foundation.markup import render

    before = _memory()
    render(POST)
    print(f"{'first post, loading addresses and emoji':44}{_memory() - before:9,} KB")
    print(f"{'post':34}{'characters':>10}{'ms':>10}")
    for name, source in _sources():
        times = 100 if len(source) < 1000 else 1
        print(f"{name:34}{len(source):10,}{_milliseconds(render, source, times):10.2f}")


def _sources() -> Iterator[tuple[str, str]]:
    yield "a post of 600 characters", POST
    yield "a post of 20,000 characters", ((POST + "\n\n") * 40)[:20_000]
    yield "20,000 characters of code", "```py\n" + (CODE * 200)[:19_000] + "\n```"
    for name, part in HOSTILE.items():
        yield name, (part * (SIZE // len(part) + 1))[:SIZE]


def _milliseconds(render: Callable[[str], object], source: str, times: int) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(times):
            render(source)
        best = min(best, (time.process_time() - begun) / times)
    return best * 1000


def _memory() -> int:
    """Resident memory of this process, in KB (Linux)."""
    with open("/proc/self/statm") as numbers:
        return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


if __name__ == "__main__":
    main()
