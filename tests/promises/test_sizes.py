"""Nothing grows too long to be read at once."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "rostra"
# Rows and text, not code, and the migrations that Django writes.
CODE = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
Sized = tuple[int, str]


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def files(*suffixes: str) -> list[Sized]:
    return [
        (lines(path), str(path.relative_to(SOURCE)))
        for path in SOURCE.rglob("*")
        if path.suffix in suffixes
    ]


def functions() -> Iterator[Sized]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                yield length, f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}"


def longest(sized: list[Sized], limit: int, kind: str) -> list[Sized]:
    """Those above the limit; the five longest are printed (`pytest -rP`)."""
    ranked = sorted(sized, reverse=True)
    print(f"{kind}, of {len(ranked)}, at most {limit} lines:", *ranked[:5], sep="\n  ")
    return [one for one in ranked if one[0] > limit]


def test_functions_are_short():
    lengths = list(functions())
    ranked = sorted(length for length, _ in lengths)

    assert longest(lengths, 50, "Functions") == []
    assert ranked[len(ranked) // 2] <= 8
    assert ranked[len(ranked) * 9 // 10] <= 25


def test_files_are_short():
    assert (
        longest([(lines(p), str(p.relative_to(SOURCE))) for p in CODE], 400, "Files")
        == []
    )


@pytest.mark.parametrize(
    ("suffix", "limit"), [(".css", 250), (".js", 120)], ids=["styles", "elements"]
)
def test_what_the_browser_gets_is_in_short_files(suffix, limit):
    assert longest(files(suffix), limit, suffix) == []


def test_pages_are_lists_of_parts():
    templates = files(".html", ".xml")
    parts = [one for one in templates if re.search(r"(/_|web/ui/)[^/]*$", one[1])]
    pages = [one for one in templates if one not in parts]

    assert longest(pages, 80, "Pages") == []
    assert (
        longest([one for one in parts if "_post.html" not in one[1]], 60, "Parts") == []
    )
    # All the macros of a post, which a page imports once, stand in one file.
    assert longest(parts, 90, "A post") == []


def test_the_browser_gets_little_code_of_ours():
    assert sum(length for length, _ in files(".js")) <= 3000
