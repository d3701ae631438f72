import pytest

from rostra.foundation.markup import (
    Passage,
    closest,
    normalise,
    render,
    with_marked,
    with_wrapped,
)

SAID = "The **keel**, he said, was “rotten” – all of it… and nobody had looked."


@pytest.mark.parametrize(
    ("source", "words", "marked"),
    [
        (SAID, "he said", "<mark>he said</mark>, was"),
        (SAID, 'was "rotten" - all', "<mark>was “rotten” – all</mark> of it"),
        (SAID, "keel, he", "<strong><mark>keel</mark></strong><mark>, he</mark> said"),
        (SAID, "keel […] looked.", "<mark>keel</mark>"),
        ("a & b", "a & b", "<mark>a &amp; b</mark>"),
        ("e\u0301te\u0301 chaud", "été", "<mark>e\u0301te\u0301</mark> chaud"),
        (
            "1\n\n2",
            "1 2",
            '<p dir="auto"><mark>1</mark></p>\n<p dir="auto"><mark>2</mark>',
        ),
        ("私は東京都に住む", "東京", "私は<mark>東京</mark>都に"),
        ("קרא את זה שוב", "את זה", "קרא <mark>את זה</mark> שוב"),
        ("`a  b`", "a b", "<code><mark>a  b</mark></code>"),
    ],
)
def test_quoted_words_are_marked_where_they_stand(source, words, marked):
    html = render(source).html

    assert marked in with_marked(html, normalise(words))


@pytest.mark.parametrize("words", ["he sai", "keel rotten", "strong", "", "dir"])
def test_other_words_leave_the_text_as_it_is(words):
    html = render(SAID).html

    assert with_marked(html, words) == html


def test_nothing_between_the_parts_of_a_list_or_table_is_marked():
    html = render("- one\n- two\n\n| a | b |\n|---|---|\n| c | d |").html

    marked = with_marked(html, "one two a b c d")

    assert marked.count("<mark>") == 6
    assert marked.replace("<mark>", "").replace("</mark>", "") == html


def test_several_passages_have_tags_of_their_own_and_no_link_stands_in_a_link():
    html = '<p>a <b>b</b> <a href="x">c d</a> e</p>'

    wrapped = with_wrapped(
        html,
        [
            Passage("a b c", "<i>", "</i>", "<s>", "</s>"),
            Passage("c d e", "<u>", "</u>"),
        ],
    )

    assert wrapped == (
        '<p><i>a</i> <b><i>b</i></b> <a href="x"><s>c</s><u> d</u></a><u> e</u></p>'
    )


@pytest.mark.parametrize(
    ("words", "passage"),
    [
        ("The gate is broken.", "The gate is tied to the signal, and that was late."),
        ("that was early", "The gate is tied to the signal, and that was late."),
        ("Nothing of this was said", ""),
        ("", ""),
    ],
)
def test_the_closest_passage_is_whole_sentences(words, passage):
    text = (
        "It rained. The gate is tied to the signal, and that was late. Nobody looked."
    )

    assert closest(words, text) == passage


def test_too_much_is_not_searched():
    assert closest("a " * 3000, "b " * 3000) == ""
