import pytest

from rostra.foundation.markup import render_story
from tests.foundation.markup.reading import shown
from tests.processor import measured


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("<h3 id=x>a</h3>", '<h2 class="crosshead">a</h2>'),
        ('<span class="dateline">a</span>', '<span class="dateline">a</span>'),
        ('<span class="x" style="y">a</span>', "<span>a</span>"),
        ("<p>a<img src=x onerror=y></p>", "<p>a</p>"),
        ("<figure><img src=x><figcaption>c</figcaption></figure>a", "a"),
        ("<script>a</script><style>b</style>c", "c"),
        ("<div><p>a</p></div>", "<p>a</p>"),
        ('<a href="javascript:x">a</a>', '<a rel="nofollow ugc noopener">a</a>'),
        (
            '<a href="https://x.example" target=_top>a</a>',
            '<a href="https://x.example" rel="nofollow ugc noopener">a</a>',
        ),
        ("<p>&lt;h2&gt; &lt;b&gt;</p>", "<p>&lt;h2&gt; &lt;b&gt;</p>"),
    ],
)
def test_keeps_what_a_story_needs(typed, kept):
    assert render_story(typed) == kept


HEAVY = (
    "<b>|<blockquote>|<div>|<p><b>|<b a=1><p>|<a href=x>|<ul><li>|<p>|<li>|<x>|</b><b>|"
    "<b></i>|<!--|<table>|<|<a |&|<td>|<svg>|<tr><td>|<a></p>|<h1>|<!|<?|<b/>|\x00<b>"
).split("|")


@pytest.mark.parametrize("part", HEAVY)
def test_no_story_takes_long(part):
    with measured() as took:
        render_story(f"{part}w " * (200_000 // len(part)))

    assert took() < 1


def test_a_story_that_nests_beyond_reason_is_its_words():
    html = render_story("<blockquote>" * 5000 + "a &lt; b" + "</blockquote>" * 5000)

    assert shown(html) == "a < b"
    assert "<" not in html
