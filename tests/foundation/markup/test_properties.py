"""What holds for any text."""

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from rostra.foundation.markup import Mention, PageCard, render
from rostra.foundation.markup.limits import readable
from rostra.foundation.markup.sanitiser import sanitised
from tests.foundation.markup.reading import dangers, shown

MARKS = (
    "* ** _ ~~ ` ``` | || > # - 1. [ ] ( ) ! < > & ; : @ \" ' \\ / . , = + "
    "[a](/b) ![a](/b) <b> [^a] [^a]: http://a.example @scott :smile: &amp; &#x202e; &#7; --- |-| | a |"
).split()
PIECES = st.sampled_from(
    [*MARKS, "\n", "\n\n", " ", "  ", "    ", "\t", "w", "é", "東"]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)
NAMES = {"scott": Mention(1, "scott"), "scott_": Mention(2, "scott_")}
PICTURE = "cards/0/1-0123456789abcdef.webp"
CARDS = {"http://a.example": PageCard('A "title" <b>', "It & <more>", PICTURE)}
# Letters of these stay whatever is around them. A link, an entity, a table, the language
# of a fence and a short code (`:a:` is 🅰️) may rightly say something else than typed.
KEEPING = st.lists(
    st.sampled_from([*"*_>#-+.", "||", "@", "\n", "\n\n", " ", "    "])
    | st.from_regex(r"[a-zé東]{1,4}", fullmatch=True),
    max_size=60,
).map("".join)


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_nothing_dangerous_comes_out(source):
    assert dangers(render(source, names=NAMES).html) == []


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_the_sanitiser_finds_nothing_to_remove(source):
    html = render(source, names=NAMES, quotes={0: "exact"}, cards=CARDS).html

    assert sanitised(html) == html


@given(KEEPING)
@settings(max_examples=500, deadline=None)
def test_no_word_is_lost(source):
    html = render(source).html

    typed = Counter(re.findall(r"[a-zé東]", source))
    assert typed <= Counter(shown(html))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_nobody_reads_what_nobody_can_read(source):
    rendered = render(source)

    for words in (rendered.html, rendered.text, *(q.words for q in rendered.quotes)):
        assert readable(words) == words


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_names_are_found_before_it_is_known_whose_they_are(source):
    rendered = render(source, names=NAMES)

    assert render(source).mentions == rendered.mentions
    if 'class="mention"' in rendered.html:
        assert set(NAMES) & set(rendered.mentions)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_the_same_text_is_always_rendered_alike(source):
    assert render(source) == render(source)
