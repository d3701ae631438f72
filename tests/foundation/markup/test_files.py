"""Files of this site's own are shown in a text, and those of others are led to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostra.foundation.markup import File, files_in, render
from rostra.foundation.markup.limits import MOST_FILES
from rostra.foundation.markup.sanitiser import sanitised
from tests.foundation.markup.reading import elements

WIDE = File(12, "gate.webp", "/file/12/gate.webp", 9, True, 2400, 1800, (480, 960))
SMALL = File(14, "dot.webp", "/file/14/dot.webp", 9, True, 20, 10)
TABLE = File(13, "rain.csv", "/file/13/rain.csv", 1_234_567)
FILES = {file.id: file for file in (WIDE, SMALL, TABLE)}


def html(source: str) -> str:
    return render(source, files=FILES).html


def test_a_picture_has_its_sizes_its_place_and_leads_to_the_largest():
    shown = html("![A gate](/file/12/gate.webp)")

    assert shown == (
        '<p dir="auto"><a href="/file/12/gate.webp" class="shown"><picture>'
        '<source type="image/avif" srcset="/file/12/sizes/480.avif 480w, '
        '/file/12/sizes/960.avif 960w" sizes="(min-width: 48rem) 42rem, 100vw">'
        '<img src="/file/12/gate.webp" alt="A gate" width="2400" height="1800" '
        'loading="lazy" srcset="/file/12/sizes/480.webp 480w, /file/12/sizes/960.webp '
        '960w, /file/12/gate.webp 2400w" sizes="(min-width: 48rem) 42rem, 100vw">'
        "</picture></a></p>\n"
    )


def test_a_small_one_has_no_other_sizes():
    shown = html("![](/file/14/dot.webp)")

    assert "srcset" not in shown
    assert 'class="shown" aria-label="Picture"><picture><img' in shown
    assert 'alt="" width="20" height="10"' in shown


def test_its_address_is_what_it_is_called_now_and_not_what_was_typed():
    assert 'src="/file/12/gate.webp"' in html("![x](/file/12/anything%20else)")


def test_within_a_link_it_leads_where_that_leads():
    shown = html("[![A gate](/file/12/gate.webp)](https://example.com)")

    assert shown.count("<a ") == 1
    assert '<a href="https://example.com"' in shown
    assert "<img" in shown


def test_another_file_is_a_card():
    shown = html("[The *rain*](/file/13/rain.csv)")

    about = 'class="file" data-about="CSV, 1.2 MB"'
    assert f'<a href="/file/13/rain.csv" {about}><svg' in shown
    assert "<b>The <em>rain</em></b></a>" in shown


def test_what_is_no_picture_is_not_shown_as_one():
    shown = html("![The rain](/file/13/rain.csv)")

    assert '<a href="/file/13/rain.csv" class="picture">Picture: The rain</a>' in shown


def test_nothing_is_shown_within_what_somebody_is_said_to_have_said():
    said = "> @Ada [said](/post/1/):\n>\n> ![](/file/12/a) [b](/file/13/b)"

    assert "<img" not in html(said)
    assert "data-about" not in html(said)
    assert "<img" in html("> ![](/file/12/a)")
    assert "<img" in html(f"{said}\n\n![](/file/12/a)")


def test_a_link_to_a_picture_stays_a_link():
    rendered = render("See [the gate](/file/12/gate.webp).", files=FILES)

    assert rendered.html == (
        '<p dir="auto">See <a href="/file/12/gate.webp">the gate</a>.</p>\n'
    )
    assert rendered.files == (12,)


@pytest.mark.parametrize(
    "address",
    [
        "/file/99/x.webp",
        "/file/12/x/y",
        "/file/12",
        "/file/012/x",
        "/file/12/x?y",
        "//file/12/x",
        "https://example.com/file/12/x.webp",
        "/file/９/x",
    ],
)
def test_all_else_is_a_link_or_words(address):
    assert "<img" not in html(f"![A gate]({address})")


def test_what_is_named_is_known_whether_it_may_be_shown_or_not():
    source = "![](/file/12/a) [b](/file/13/b) ![](/file/99/c) `![](/file/5/d)`"

    assert render(source).files == render(source, files=FILES).files == (12, 13, 99)
    assert files_in(source) == {5, 12, 13, 99}


def test_nobody_shows_files_without_end():
    many = {n: WIDE._replace(id=n) for n in range(1, 400)}
    source = "\n".join(f"![](/file/{n}/x)" for n in many)

    shown = render(source, files=many)

    assert shown.html.count("<img") == len(shown.files) == MOST_FILES


def test_a_hidden_one_is_hidden():
    assert '<span class="spoiler" tabindex="0"><a' in html("||![](/file/12/a)||")


def test_without_files_none_of_their_elements_pass():
    for bare in ("<picture></picture>", "<source>"):
        assert sanitised(bare) == ""


@pytest.mark.parametrize(
    "sent",
    [
        '<img src="https://example.com/x.png">',
        '<img src="/media/faces/0/1.webp">',
        '<img src="/file/1/../../x">',
        '<img src="/file/1/x" onerror="alert(1)">',
        '<img srcset="https://example.com/x 480w">',
        '<img src="javascript:alert(1)">',
        '<source srcset="/file/1/sizes/480.svg 480w">',
    ],
)
def test_even_where_files_are_shown_only_these_are(sent):
    assert sanitised(sent, shows_files=True) in (
        "<img>",
        "<source>",
        '<img src="/file/1/x">',
    )


PIECES = ["![", "](", ")", "[", "]", "/file/12/", "/file/13/", '"', "'", "<", ">", "`"]
PIECES += ["||", "*", "\\", "\n", "> ", "onerror=", "x", " ", "&quot;", "\u202e"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_nothing_dangerous_comes_out_and_nothing_has_to_be_removed(source):
    shown = html(source)

    assert sanitised(shown, shows_files=True) == shown
    for node in elements(shown):
        assert not [name for name in node.attributes if name.startswith("on")]
        if node.tag == "img":
            assert (node.attributes["src"] or "").startswith("/file/12/")
