import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostra.foundation import markup
from rostra.transfer.text.escaping import link_url
from rostra.transfer.text.writer import Writer


def shown(source: str) -> str:
    """What a reader sees of a Markdown text, white space folded."""
    words = html.unescape(re.sub(r"<[^>]*>", "", markup.render(source).html))
    return " ".join(words.split())


def written(words: str) -> str:
    writer = Writer()
    writer.text(words)
    return writer.finish().source


SIGNS = st.sampled_from(list("*_`~|[]()<>!#+-=.:&;\\$^\"'/@1a bé\n")) | st.characters(
    codec="utf-8", categories=("L", "N", "P", "S", "Zs")
)


@given(st.text(SIGNS, max_size=60))
@settings(max_examples=400, deadline=None)
def test_words_show_as_they_were_typed(words):
    folded = " ".join(words.split())

    assert shown(written(words)) == folded


@pytest.mark.parametrize(
    "words",
    [
        "# no heading",
        "1. no list",
        "- no list",
        "> no quote",
        "***",
        "___",
        "--- ---",
        "`no code`",
        "[no](http://link)",
        "![no](http://picture)",
        "<b>no tag</b>",
        "&amp; stays &quot;as it is&quot;",
        "||no spoiler||",
        "~~~",
        "a | b",
        "snake_case_name and _this_",
        "\\*",
        "C:\\path\\file",
    ],
)
def test_what_looks_like_markdown_is_words(words):
    assert shown(written(words)) == words


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "vbscript:x",
        " \x01",
        "",
    ],
)
def test_nobody_is_led_to_a_script(url):
    assert link_url(url) == ""


def test_relative_addresses_are_meant_from_the_page():
    base = "https://old.example/forum/viewtopic.php?t=5"

    assert (
        link_url("./x y.php?p=(7)", base)
        == "https://old.example/forum/x%20y.php?p=%287%29"
    )
