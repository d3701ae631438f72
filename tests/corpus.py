"""Where the test corpus lies: beside the project, or where ROSTRA_CORPUS says."""

import html
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
BESIDE = "../shared/data"


def corpus(part: str = "") -> Path:
    """The folder of the corpus, or of a part of it; skips where it is absent."""
    folder = Path(os.environ.get("ROSTRA_CORPUS") or ROOT / BESIDE) / part
    if not folder.exists():
        pytest.skip(f"the test corpus is not here: {folder.name} (set ROSTRA_CORPUS)")
    return folder


def cross_site_scripts() -> list[str]:
    """Every text of hostile/xss, once: attempts to get a script into a page."""
    folder = corpus("hostile/xss")
    return _once(
        [
            *_lines(folder / "payloadbox/Intruder/xss-payload-list.txt"),
            *_field(folder / "dompurify/expect.json", "payload"),
            *_html_purifier(folder / "htmlpurifier/smoketests/xssAttacks.xml"),
            *_fenced(
                folder / "owasp/cheatsheets/XSS_Filter_Evasion_Cheat_Sheet.md",
            ),
            *_bleach(folder / "bleach/tests/data"),
        ]
    )


def markdown_texts() -> list[str]:
    """Every example of hostile/markdown, once, the pathological ones too."""
    folder = corpus("hostile/markdown")
    return _once(
        [
            *_field(folder / "commonmark_spec/commonmark_spec_0.31.2.json", "markdown"),
            *_field(folder / "gfm/gfm_spec.json", "markdown"),
            *_examples(folder / "cmark/test/regression.txt"),
            *_examples(folder / "cmark/test/smart_punct.txt"),
            *pathological(),
        ]
    )


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text.strip()))


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8", errors="replace").splitlines()


def _field(path: Path, name: str) -> Iterator[str]:
    for row in json.loads(path.read_text("utf-8")):
        yield row[name]


def _html_purifier(path: Path) -> Iterator[str]:
    for attack in ElementTree.fromstring(path.read_bytes()).iter("attack"):
        yield attack.findtext("code") or ""


def _fenced(path: Path) -> Iterator[str]:
    """The code blocks of a Markdown file, and the words in backticks."""
    text = path.read_text("utf-8")
    yield from re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    yield from map(html.unescape, re.findall(r"`([^`\n]+)`", text))


def _bleach(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.test")):
        yield path.read_text("utf-8").split("\n--\n")[0]


def _examples(path: Path) -> Iterator[str]:
    """The Markdown of the examples in a specification of CommonMark's kind."""
    fence = "`" * 32
    text = path.read_text("utf-8")
    for example in re.findall(
        rf"^{fence} example\n(.*?)^\.\n", text, re.DOTALL | re.MULTILINE
    ):
        yield example.replace("→", "\t")


def pathological() -> Iterator[str]:
    """cmark's inputs that a careless parser takes minutes for, cut to what fits a post.

    Each is given as a Python expression, of text and numbers only.
    """
    path = corpus("hostile/markdown/cmark/pathological.json")
    known: dict[str, Any] = {"__builtins__": {}, "range": range, "map": map, "str": str}
    for row in json.loads(path.read_text("utf-8")):
        yield str(eval(row["input_expr"], known))[:60_000]
