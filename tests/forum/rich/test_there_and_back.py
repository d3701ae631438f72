"""The rich mode changes nothing but what was changed: in every text that there is.

What is asked is the file that browsers get, by Node.
"""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

import rostra
from rostra.foundation import markup
from rostra.transfer.converters import bbcode, html
from tests.corpus import corpus, cross_site_scripts, markdown_texts

SCRIPT = Path(rostra.__file__).parent / "forum/static/forum/alone/rich.js"
TOPICS = Path(rostra.__file__).parent / "site/sample/topics"
ASKED = Path(__file__).with_name("there_and_back.mjs")
LONGEST = 65_536


def told(texts: list[str]) -> list[dict[str, Any]]:
    """What became of each; skips where there is no Node."""
    node = shutil.which("node")
    if not node:
        pytest.skip("there is no Node")
    asked = json.dumps({"script": str(SCRIPT), "texts": texts})
    done = subprocess.run(
        [node, ASKED], input=asked, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def as_boxes_have(texts: list[str]) -> list[str]:
    """Texts as the box in a browser has them: its lines end one way."""
    ended = (text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)
    return list(dict.fromkeys(text[:LONGEST] for text in ended))


@cache
def threads() -> list[str]:
    """Everything said in the threads of the corpus, as an import writes it."""
    found = []
    for said in dict.fromkeys(_said()):
        if "<" in said:
            found.append(html.convert(said).source)
        elif "[" in said:
            found.append(bbcode.convert(said).source)
    return as_boxes_have([text for text in found if text.strip()])


def _said() -> list[str]:
    found = []
    for path in sorted(corpus("forums").rglob("*")):
        if path.suffix == ".json" and path.stat().st_size:
            found += _strings(json.loads(path.read_text("utf-8", errors="replace")))
        elif path.suffix in (".txt", ".md", ".eml", ".html"):
            found.append(path.read_text("utf-8", errors="replace")[:200_000])
    return found


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) >= 40 else []
    inside = value.values() if isinstance(value, dict) else value
    if not isinstance(inside, list) and not isinstance(value, dict):
        return []
    return [text for one in inside for text in _strings(one)]


def is_one_letter_more(text: str, longer: str) -> bool:
    pairs = enumerate(zip(text, longer, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), len(text))
    return f"{text[:at]}Q{text[at:]}" == longer


SHOWN = {
    "strong": "strong",
    "em": "em",
    "strike": "del",
    "list_item": "li",
    "blockquote": "blockquote",
    "code_block": "pre",
    "rule": "hr",
}


def unlike_the_page(texts: list[str], told: list[dict[str, Any]]) -> list[Any]:
    """Texts of which the rich mode shows more or less of something than the page."""
    found = []
    for text, one in zip(texts, told, strict=True):
        if one["shown"] is None or len(text) > 20_000:
            continue
        page = LexborHTMLParser(f"<div>{markup.render(text).html}</div>")
        counts = {name: len(page.css(tag)) for name, tag in SHOWN.items()}
        ours = {name: one["shown"].get(name, 0) for name in SHOWN}
        if counts != ours:
            found.append((text, counts, ours))
    return found


def print_shares(told: list[dict[str, Any]]) -> None:
    kinds = [kind for one in told for kind in one["kinds"]]
    edits = [edit for one in told for edit in one["typed"]]
    print(
        f"{len(told)} texts, {len(kinds)} blocks, {kinds.count('island')} as typed; "
        f"{len(edits)} edits; the slowest took {max(t['took'] for t in told):.0f} ms"
    )


@pytest.fixture(scope="module")
def of_threads():
    found = told(threads())
    print_shares(found)
    return found


@pytest.mark.corpus
@pytest.mark.slow
class TestThreads:
    def test_come_back_byte_for_byte(self, of_threads):
        assert [one["back"] for one in of_threads] == threads()

    def test_are_shown_and_not_left_as_typed(self, of_threads):
        kinds = [kind for one in of_threads for kind in one["kinds"]]

        assert kinds.count("island") < len(kinds) / 500

    def test_look_as_the_page_has_them(self, of_threads):
        assert unlike_the_page(threads(), of_threads) == []

    def test_keep_their_words_whatever_tool_is_used(self, of_threads):
        lost = [tool for one in of_threads for tool in one["lost"]]
        tried = 7 * sum(bool(one["typed"]) for one in of_threads)

        print(f"{tried} uses of tools, after {len(lost)} of which other words are read")
        assert len(lost) <= tried / 5000

    def test_have_one_letter_more_where_one_was_typed(self, of_threads):
        edits = [
            (text, edit)
            for text, one in zip(threads(), of_threads, strict=True)
            for edit in one["typed"]
        ]
        others = [e for t, e in edits if not is_one_letter_more(t, e["source"])]
        unread = [edit for _, edit in edits if not edit["isRead"]]

        assert all(edit["isRestSame"] for _, edit in edits)
        # Marks of code that are typed anew, as `` may no longer be needed.
        assert len(others) <= len(edits) / 1000
        assert len(unread) <= 1


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("texts", [markdown_texts, cross_site_scripts])
def test_what_is_hostile_comes_back_byte_for_byte(texts):
    known = as_boxes_have(texts())
    found = told(known)
    print_shares(found)

    assert [one["back"] for one in found] == known
    assert unlike_the_page(known, found) == []
    assert [
        (text, edit)
        for text, one in zip(known, found, strict=True)
        for edit in one["typed"]
        if not edit["isRestSame"]
    ] == []


def test_the_sample_comes_back_and_is_shown():
    posts = [path.read_text("utf-8") for path in sorted(TOPICS.glob("*.md"))]
    known = as_boxes_have([post for text in posts for post in text.split("\n+++\n")])

    assert [one["back"] for one in told(known)] == known


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("one\ntwo", ["paragraph"]),
        ("# one\ntwo\n\n---", ["heading", "paragraph", "rule"]),
        ("> @scott [said](/post/1/):\n>\n> so", ["blockquote"]),
        ("- [x] done\n- [ ] not\n\n  more", ["bullet_list"]),
        ("1. one\n1. two", ["ordered_list"]),
        ("7) one\n8) two\n   - three", ["ordered_list"]),
        ("```py\nx\n```", ["code_block"]),
        ("| a |\n|---|\n| b |", ["island"]),
        ("one[^1]\n\n[^1]: two", ["paragraph", "island"]),
        ("[one]\n\n[one]: /two", ["paragraph", "island"]),
        ("||\n\nhidden\n\n||", ["island", "paragraph", "island"]),
        ("one <b>two</b>", ["island"]),
        ("    indented", ["island"]),
        ("> lazy\nline", ["island"]),
        ("", ["paragraph"]),
        (" \n\t\n", ["paragraph"]),
        ("\u2028 \ufeff", ["island"]),
    ],
)
def test_what_is_shown_and_what_stays_as_typed(text, kinds):
    (found,) = told([text])

    assert found["back"] == text
    assert found["kinds"] == kinds
