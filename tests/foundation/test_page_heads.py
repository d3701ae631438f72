"""What a page says of itself, from its first bytes and without a parser."""

import pytest

from rostra.foundation.page_heads import MOST_BYTES, head_of
from tests.processor import measured

HERE = "https://example.com/a/b"


def head(html, kind="text/html"):
    body = html if isinstance(html, bytes) else html.encode()
    return head_of(body, kind, HERE)


def test_open_graph_comes_before_what_the_page_says_otherwise():
    said = head(
        "<title>Plain</title><meta name=description content='Of old'>"
        '<META content="Tide &amp; time" property="og:title" >'
        '<meta property="og:description" content="Waits\n for   nobody">'
        '<meta property="og:image" content="../c.png">'
        '<meta property="og:site_name" content="The&nbsp;Port">'
    )

    picture = "https://example.com/c.png"
    assert said == ("Tide & time", "Waits for nobody", picture, "The Port")


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title lang=en> A\n&#8220;b&#8221; </title>", "A “b”"),
        ("<meta name=twitter:title content=Bare>", "Bare"),
        ("<meta property='og:title' content=''><title>x</title>", "x"),
        ("<title>a\u202eb\x00c</title>", "ab\ufffdc"),
        ("<title>" + "long " * 100, "long " * 39 + "long…"),
        ("no page", ""),
        ("<meta property=og:title content='<b>x</b>'>", "<b>x</b>"),
    ],
)
def test_titles_are_a_line_of_plain_words(html, title):
    assert head(html).title == title


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<title>é東</title>".encode("utf-16"), "text/html; charset=utf-16"),
        ("<title>é</title>".encode("latin-1"), 'text/html; charset="ISO-8859-1"'),
        ("<meta charset=windows-1252><title>é</title>".encode("cp1252"), "text/html"),
        ("<title>é</title>".encode(), "text/html; charset=punycode"),
        ("<title>é</title>".encode(), "text/html; charset=nonsense"),
    ],
)
def test_letters_are_read_as_the_page_says_they_are_written(body, kind):
    assert head(body, kind).title.startswith("é")


@pytest.mark.parametrize("wish", ["noindex", "nosnippet, follow", "NONE"])
def test_a_page_that_wants_not_to_be_shown_is_not(wish):
    said = head(f'<title>x</title><meta name="robots" content="{wish}">')

    assert said == ("", "", "", "")


FILLERS = [
    *"<meta |<meta '|<meta \"|<meta a=|<meta '\">|<meta a='b' |<title|<title>|<|&|&#|&amp;|".split("|"),
    "<meta name=a content='b'>", "<meta '<meta \"<meta ", "a=' ", "<meta " + "a " * 999, " ",
]  # fmt: skip


@pytest.mark.parametrize("filler", [f for f in FILLERS if f], ids=repr)
def test_no_page_takes_long(filler):
    body = (filler * (MOST_BYTES // len(filler))).encode()

    with measured() as took:
        head_of(body, "text/html", HERE)

    assert took() < 1
