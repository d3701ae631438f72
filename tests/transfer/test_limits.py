"""Input made to be slow: each is converted in about half a second at most."""

import pytest

from rostra.foundation import markup
from rostra.transfer.converters import bbcode, html, ubuntu
from rostra.transfer.dates import DateReader
from rostra.transfer.text.cutting import in_pieces
from tests.processor import measured

LONG = 60_000
PATTERNS = [
    "[",
    "[[",
    "[quote=",
    '[quote="',
    "[quote='a",
    "[b]",
    "[code]",
    "[url]",
    "[url=x",
    "[list][*]",
    "<b>",
    "<b>!<i>!</i>",
    "<blockquote>",
    "<div class='quote'>",
    "<table><tr><td>",
    "<!--",
    "<a href='",
    "&#",
    "&amp;",
    "*a ",
    "**a",
    "_a ",
    "[a](",
    '[a]("',
    "`",
    "```",
    "> **x said:**\n> y\n",
    "> ",
    "||",
    "\\",
    "|a",
    "a\n\n",
    "<br>",
    "[/quote]",
    "\ue0000\ue000",
]


@pytest.mark.parametrize("convert", [bbcode.convert, html.convert, ubuntu.convert])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_nothing_takes_long(pattern, convert):
    source = pattern * (LONG // len(pattern))

    with measured() as took:
        written = convert(source)
        for piece in in_pieces(written.source, markup.LONGEST)[:1]:
            assert len(piece) <= markup.LONGEST

    # Half of that when all is quiet; what takes too long here takes minutes.
    assert took() < 3


@pytest.mark.parametrize("text", ["1" * 99, "1:" * 49, "a " * 49, "1/" * 49, "'" * 99])
def test_no_date_takes_long(text):
    with measured() as took:
        DateReader().read(text)

    assert took() < 0.1


def test_a_long_text_is_cut_between_lines_and_code_goes_on():
    code = "\n".join(f"line {n}" for n in range(50))
    source = f"Before.\n\n```\n{code}\n```\n\nAfter."

    pieces = in_pieces(source, 150)

    assert all(len(piece) <= 150 for piece in pieces)
    assert all(piece.count("```") % 2 == 0 for piece in pieces)
    assert pieces[0].startswith("Before.")
    assert pieces[-1].endswith("After.")
