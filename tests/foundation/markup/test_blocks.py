"""Headings, lists, tables, code, pictures."""

import pytest

from rostra.foundation.markup import render
from tests.foundation.markup.reading import elements, shown


def tags(source: str) -> list[str]:
    return [element.tag for element in elements(render(source).html)]


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# a", "4"),
        ("### a", "4"),
        ("# a\n## b\n### c\n#### d\n# e", "45664"),
        ("### a\n# b\n## c", "445"),
        ("## a\n#### b\n## c", "454"),
        ("> # a\n\n## b", "45"),
    ],
)
def test_headings_begin_below_those_of_the_page_and_skip_no_level(source, levels):
    found = [tag[1] for tag in tags(source) if tag[0] == "h"]

    assert "".join(found) == levels


def test_blocks_turn_with_their_script():
    html = render("# א\n\nא\n\n- א\n\n> א\n\n| א |\n|---|\n| א |").html

    turning = [e.tag for e in elements(html) if e.attributes.get("dir") == "auto"]
    assert turning == ["h4", "p", "li", "blockquote", "p", "th", "td"]


def test_html_is_shown_as_it_was_typed():
    source = "<div onclick=x>*a*</div>\n\n<b>b</b> <!-- c --> <script>d</script>"

    html = render(source).html

    assert [e.tag for e in elements(html)] == ["p", "p"]
    assert shown(html) == " ".join(source.split())


def test_pictures_are_links():
    html = render('![a *boat*](https://example.com/a.png "its name")').html

    (link,) = (e for e in elements(html) if e.tag == "a")
    assert link.text() == "Picture: a boat"
    assert link.attributes["class"] == "picture"
    assert link.attributes["title"] == "its name"


def test_a_picture_in_a_link_is_words_of_the_link():
    html = render("[![boat](https://example.com/s.png)](https://example.com)").html

    (link,) = (e for e in elements(html) if e.tag == "a")
    assert (link.text(), link.attributes["href"]) == (
        "Picture: boat",
        "https://example.com",
    )


def test_a_table_can_be_scrolled_and_aligned():
    html = render("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |").html

    assert html.startswith(
        '<div class="table" tabindex="0" role="region" aria-label="Table"><table>'
    )
    assert [e.attributes.get("class") for e in elements(html) if e.tag == "td"] == [
        None,
        "centred",
        "to-end",
    ]


@pytest.mark.parametrize(("columns", "rows"), [(51, 1), (20, 101), (2, 1000)])
def test_a_table_that_is_too_large_is_lines(columns, rows):
    row = "|".join(f"c{n}" for n in range(columns))
    source = f"{row}\n{'|'.join(['-'] * columns)}\n" + f"{row}\n" * rows

    html = render(source).html

    assert [e.tag for e in elements(html)] == ["pre", "code"]
    assert shown(html).count(f"c{columns - 1}") == rows + 1


def test_a_table_of_the_greatest_size_is_a_table():
    row = "|".join(["x"] * 50)
    source = f"{row}\n{'|'.join(['-'] * 50)}\n" + f"{row}\n" * 39

    assert tags(source).count("td") == 50 * 39


def test_code_says_its_language_and_can_be_scrolled():
    html = render("```Python x\n<b>\\@\n```").html

    assert html == (
        '<pre tabindex="0"><code class="language-python">&lt;b&gt;\\@\n</code></pre>\n'
    )


def test_tasks_tell_what_is_done():
    html = render("- [x] a\n- [ ] b").html

    boxes = [e for e in elements(html) if e.attributes.get("role") == "img"]
    assert [(e.text(), e.attributes["aria-label"]) for e in boxes] == [
        ("☑", "Done"),
        ("☐", "Not done"),
    ]


def test_text_is_what_the_author_says():
    source = "> @scott said:\n>\n> theirs\n\n# Mine\n\n**and** :smile: `x`\n\n![y](/y)"

    assert render(source).text == "Mine\nand 😄 x\ny"


def test_text_of_nothing_but_a_quote_is_the_quote():
    assert render("> theirs").text == "theirs"


def test_a_table_of_endless_rows_is_read_as_words():
    rows = "\n".join(f"w{n}" for n in range(5100))
    html = render(f"||{'|' * 18}|\n|{'-|' * 20}\n{rows}").html

    assert "<table" not in html
    assert "w0\nw1\n" in html
    assert "w5099" in html
