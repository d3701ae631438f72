"""Words that an owner filters, in any script."""

import pytest

from rostra.foundation.markup import LONGEST, render
from rostra.foundation.word_filters import folded, masked, words_in
from tests.foundation.markup.reading import dangers
from tests.processor import measured


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("darn", "Darn!"),
        ("darn", "(DARN)"),
        ("darn", "da\u00adrn"),
        ("darn", "d\u200bar\u200bn it"),
        ("darn", "darn-it"),
        ("Straße", "in der STRASSE"),
        ("straße", "Straße"),
        ("café", "cafe\u0301"),
        ("two words", "two\nWORDS"),
        ("two words", "two \u200b  words."),
        ("дурак", "Дурак!"),
        ("ΜΑΛΑΚΑΣ", "μαλακας"),
        ("احمق", "يا احمق"),
        ("मूर्ख", "वह मूर्ख है"),
        ("バカ", "あいつはバカです"),
        ("笨蛋", "你是笨蛋吗"),
        ("บ้า", "เขาบ้ามาก"),
        ("c++", "I like C++."),
        ("bad", "バカbadです"),
    ],
)
def test_are_found_as_whole_words(word, text):
    assert words_in(text, [folded(word)]) == [folded(word)]


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("ass", "classic assassin glass"),
        ("ass", "äss assä"),
        ("darn", "darned"),
        ("cafe", "café"),
        ("cafe", "cafe\u0301"),
        ("मूर्ख", "मूर्खता"),
        ("क", "कि"),
        ("two words", "two, words"),
        ("1", "11"),
    ],
)
def test_are_not_found_within_others(word, text):
    assert words_in(text, [folded(word)]) == []


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Darn it, darned.</p>", "<p>**** it, darned.</p>"),
        ("<p>a &amp; DARN &lt;b&gt;</p>", "<p>a &amp; **** &lt;b&gt;</p>"),
        ('<p><a href="/darn" title="darn">darn</a></p>', '<p><a href="/darn" title="darn">****</a></p>'),
        ('<p><a title="a > darn" href="/b">darn</a></p>', '<p><a title="a &gt; darn" href="/b">****</a></p>'),
        ("<p>two\nWords two words</p>", "<p>***\n***** *** *****</p>"),
        ("<p>da\u00adrn</p>", "<p>*****</p>"),
    ],
)  # fmt: skip
def test_are_masked_in_what_is_shown(html, shown):
    assert masked(html, ["darn", "two words"]) == shown


@pytest.mark.parametrize(
    "source",
    [
        '[a](/b "> darn &quot; onmouseover=&quot;darn()")',
        "&lt;script&gt;darn&lt;/script&gt;",
        '[darn](/b "\'><darn>")',
        "`<darn onclick=x>`",
    ],
)
def test_are_masked_without_opening_a_way_for_scripts(source):
    html = masked(render(source).html, ["darn", "script", "onclick", "quot", "b"])

    assert dangers(html) == []
    assert "<script" not in html


def test_masks_of_a_long_text_take_no_time():
    words = [f"word{n} in a row" for n in range(300)]
    text = ("word7 in a row &amp; " * LONGEST)[:LONGEST]
    html = f"<p>{text}</p>"

    with measured() as took:
        masked(html, words_in(text, words))

    assert took() < 1
