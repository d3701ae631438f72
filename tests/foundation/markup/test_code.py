"""Blocks of code, coloured where they are written."""

import re
from html import unescape

import pytest

from rostra.foundation.markup import render
from rostra.foundation.markup.code import Colours
from rostra.foundation.markup.languages import KINDS, language_named
from rostra.foundation.markup.limits import MOST_COLOURED
from tests.foundation.markup.reading import elements, shown
from tests.foundation.markup.test_limits import FILLERS, SECONDS
from tests.processor import measured

OPENINGS = (
    '" \' ` """ \'\'\' / // /* <!-- < <a= =" # #{ $ ${ $( { [ [[ --[[ {- ( (* -- - + @ @@ : :a '
    "\\ \\a % %{ 0x 1. 1e 1_ a a. a: a( a! 'a r\" <? ?> ; --- é 東 _"
).split()


def parts(source: str) -> list[tuple[str, str]]:
    """The coloured parts of a text, each with its kind."""
    found = elements(render(source).html)
    return [
        (e.attributes["class"].removeprefix("code-"), e.text())
        for e in found
        if (e.attributes.get("class") or "").startswith("code-")
    ]


@pytest.mark.parametrize(
    ("language", "code", "coloured"),
    [
        (
            "python",
            'def f(x):  # why\n    return f"{x}" + 12',
            'keyword def, comment # why, keyword return, string "{x}", number 12',
        ),
        ("js", "let a = `b\nc`; // d", "keyword let, string `b\nc`, comment // d"),
        (
            "sql",
            "SELECT 'it''s' -- x",
            "keyword SELECT, string 'it', string 's', comment -- x",
        ),
        (
            "html",
            '<a href="/b">c</a>',
            'name <a, string "/b", name >, name </a, name >',
        ),
        ("css", "@media a { color: #fff }", "name @media, name color, name #fff"),
        (
            "yaml",
            "a: 1 # b\n- c: yes",
            "name a, number 1, comment # b, name - c, keyword yes",
        ),
        ("sh", "$ ls -la $HOME", "name $, name -la, name $HOME"),
        ("diff", "@@ 1\n+a\n-b\n c", "comment @@ 1, added +a, removed -b"),
        ("json", '{"a": [1.5, true]}', 'string "a", number 1.5, keyword true'),
        ("rust", "fn f<'a>() { p!('x') }", "keyword fn, name 'a, name p!, string 'x'"),
        ("haskell", "f :: Int -- g", "name Int, comment -- g"),
    ],
)
def test_of_a_known_language_are_coloured(language, code, coloured):
    found = parts(f"```{language}\n{code}\n```")

    assert ", ".join(f"{kind} {words}" for kind, words in found) == coloured


@pytest.mark.parametrize("fence", ["", "text", "nonsense", "pyth on", "<b>"])
def test_of_an_unknown_language_are_plain(fence):
    assert parts(f"```{fence}\nreturn 1 # x\n```") == []


def test_that_are_indented_are_plain():
    assert parts("    return 1 # x") == []


@pytest.mark.slow
@pytest.mark.parametrize("language", KINDS)
def test_lose_no_character_and_take_no_time(language):
    assert language_named(language)
    fillers = [*FILLERS, *OPENINGS, *(f"{o}\n" for o in OPENINGS)]

    for filler in fillers:
        code = filler * (MOST_COLOURED // len(filler))
        with measured() as took:
            html = Colours().html(code, language)
        assert took() < SECONDS, filler
        if len(html) < 200_000:
            assert unescape(re.sub("</?span[^>]*>", "", html)) == code, filler


def test_beyond_what_colouring_may_cost_are_plain():
    code = "return 1\n" * (MOST_COLOURED // 9 - 10)

    html = render(f"```py\n{code}```\n\n```py\n{code}```\n\n```py\nreturn\n```").html

    blocks = [e for e in elements(html) if e.tag == "code"]
    assert [bool(block.css("span")) for block in blocks] == [True, False, True]
    assert blocks[1].text() == code


def test_are_quoted_like_any_words():
    source = "```py\nreturn 1 # x\n```"
    html = render(source).html

    assert shown(html) == "return 1 # x"
    assert render(source).text == "return 1 # x"
