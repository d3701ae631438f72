"""What a text may be, and that nothing of it is lost beyond what it may do."""

import pytest
from django.core.exceptions import ValidationError

from rostra.foundation.markup import LONGEST, Mention, render
from tests.corpus import pathological
from tests.foundation.markup.reading import dangers, elements, shown
from tests.processor import measured

SECONDS = 1.0
"""Processor time for any one text: several times what the slowest takes here."""

FILLERS = [
    *(
        '*a_ |*a **a |[|![|[a](b)|[](http://a)|>|> |-\n|-\n+\n|@|@a |@"|@"a|a.|http://|'
        "http://a.com |a@b.com |mailto:|www.|:a|:smile: |\\*|&amp;|&|<a>|<!--|`|\n|a\n\n|"
        "# a\n|```\n|---\n\n|\t|a\n=\n|- [ ] a\n|~a |~|~~~\n|a--|x@|ก็|[a]: /u\n|[a]\n|[^a]|[^a]: x\n|> [^a]: [^a]\n\n|"
        "> @a [said](/post/1/):\n>\n> x\n\n|1. |+ |<|</|<?|<![CDATA[|\\|_|__a__|*|**|\r"
    ).split("|"),
    *["||", "||x", "||x|| ", "||\n", "|", "|a\n|-\n", "||\n\nx\n\n"],
]
SHAPES = {
    "empty cells": "|" * 20 + "\n" + "|-" * 19 + "|\n" + "a\n" * 32_000,
    "many columns": "|" * 1000 + "\n" + "|-" * 999 + "|\n" + "a\n" * 32_000,
    "full cells": "|a" * 9 + "|\n" + "|-" * 9 + "|\n" + "|a|b|c|d|e|f|g|h|i|\n" * 3300,
    "nested lists": "".join("  " * n + "- a\n" for n in range(250)),
    "nested quotes": "".join(">" * n + " a\n" for n in range(350)),
    "nested cards": "".join(
        ">" * n + " @a said:\n" + ">" * n + "\n" for n in range(1, 250)
    ),
    "nested marks": "*a **b " * 4000 + "c" + "** d*" * 4000,
    "code fences": "".join("`" * n + " " for n in range(350)),
    "definitions": "".join(f"[a{n}]: /u\n" for n in range(5000)),
    "references": "[a]: b\n" + "[a]" * 20_000,
    "notes": "".join(f"[^{n}] [^{n}]: x\n\n" for n in range(3000)),
    "marks of notes": "".join(f"[^{n}]" for n in range(3000))
    + "\n\n"
    + "".join(f"[^{n}]: [^{n + 1}]\n\n" for n in range(3000)),
    "notes in notes": "".join("    " * n + "[^a]: x\n\n" for n in range(120)),
    "brackets in addresses": ("http://a.b/" + "(" * 1900 + " ") * 30,
    "a long address": "http://a.b/" + '"' * 60_000,
    "a long name": "@" + "a" * 60_000,
    "parts of a name": "@" + "a-" * 30_000,
    "an unclosed name": '@"' + "a" * 60_000,
}


def seconds_for(source: str) -> float:
    with measured() as took:
        try:
            html = render(source[:LONGEST], names={"a": Mention(1, "a")}).html
        except ValidationError:
            html = ""
        spent = took()
    assert dangers(html) == []
    return spent


@pytest.mark.parametrize("filler", FILLERS, ids=repr)
def test_no_repetition_takes_long(filler):
    assert seconds_for(filler * (LONGEST // max(len(filler), 1))) < SECONDS


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_takes_long(shape):
    assert seconds_for(SHAPES[shape]) < SECONDS


@pytest.mark.corpus
def test_no_input_that_is_known_to_be_slow_takes_long():
    assert [s[:40] for s in pathological() if seconds_for(s) >= SECONDS] == []


class TestLength:
    def test_of_a_text_has_a_limit_that_is_told(self):
        with pytest.raises(ValidationError, match=r"65,537 characters, and 65,536"):
            render("a" * (LONGEST + 1))

    def test_of_the_greatest_text_is_no_trouble(self):
        assert shown(render("é" * LONGEST).html) == "é" * LONGEST

    def test_of_the_html_has_a_limit_too(self):
        with pytest.raises(ValidationError, match="too much formatting"):
            render("-\n+\n" * 16_000)


class TestDepth:
    @pytest.mark.parametrize(
        "source",
        [
            "".join(">" * n + f" w{n}\n" for n in range(100)),
            "".join("  " * n + f"- w{n}\n" for n in range(100)),
            "> " * 100 + "".join(f"w{n} " for n in range(100)),
            "".join(f"*w{n} **" for n in range(100)) + "***" * 100,
        ],
    )
    def test_is_limited_and_no_word_is_lost(self, source):
        html = render(source).html

        words = shown(html.replace("<br>", " ")).replace("*", " ").split()
        assert [w for w in words if w[0] == "w"] == [f"w{n}" for n in range(100)]
        assert max(map(_depth, elements(html))) < 60


def _depth(element) -> int:
    return 0 if element.parent is None else 1 + _depth(element.parent)


class TestCharacters:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("a\x00b", "a\ufffdb"),
            ("a\ud800b", "a\ufffdb"),
            ("a\x01\x07\x1b\x7f\x85b", "ab"),
            ("a\u202eb\u202c\u2066c\u2069", "abc"),
            ("a\ufdd0b\ufffe\uffff", "ab"),
            ("`a\u202eb`", "ab"),
        ],
    )
    def test_that_nobody_can_read_are_taken_out(self, typed, kept):
        assert shown(render(typed).html) == kept

    @pytest.mark.parametrize("name", ["#x202e", "#8238", "#x1b", "#xfdd0"])
    def test_that_nobody_can_read_do_not_come_as_entities(self, name):
        rendered = render(
            f'a&{name};b [c](/d "e&{name};f")\n\n> @"g&{name};" said:\n>\n> h'
        )

        assert [quote.name for quote in rendered.quotes] == ["g"]
        assert 'title="ef"' in rendered.html
        assert rendered.text == "ab c"

    def test_that_scripts_need_are_kept(self):
        words = "می\u200cخواهم 👩\u200d🚀 \u200fשלום\u200e e\u0301"

        assert shown(render(words).html) == words

    def test_that_mark_escapes_inside_cannot_be_typed(self):
        assert "spoiler" in render("\ufdd0||a||").html

    def test_line_ends_of_every_kind_are_line_ends(self):
        for end in ("\n", "\r\n", "\r"):
            assert len(elements(render(f"a{end}{end}b").html)) == 2


def test_further_links_are_words():
    html = render("[a](/b) <http://c.example> http://d.example\n" * 600).html

    assert html.count("<a ") == 1000
    assert html.count("http://d.example") - html.count('"http://d.example"') >= 600
