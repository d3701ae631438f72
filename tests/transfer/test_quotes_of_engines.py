import pytest

from rostra.transfer.converters.html import convert

SHAPES = {
    "invision": (
        '<blockquote class="ipsQuote" data-ipsquote-username="scott" '
        'data-ipsquote-contentcommentid="7"><div class="ipsQuote_citation">1 hour ago, '
        'scott said:</div><div class="ipsQuote_contents"><p>words</p></div></blockquote>'
    ),
    "phpbb": (
        '<blockquote cite="./viewtopic.php?p=7#p7"><div><cite><a '
        'href="./memberlist.php?mode=viewprofile&amp;u=2">scott</a> wrote: '
        '<a href="./viewtopic.php?p=7#p7" data-post-id="7">↑</a></cite> words</div>'
        "</blockquote>"
    ),
    "smf 1": (
        '<div class="quoteheader"><a href="https://x.example/index.php?topic=1.msg7#msg7">'
        "Quote from: scott on May 10, 2023, 08:57:28 PM</a></div>"
        '<div class="quote">words</div>'
    ),
    "smf 2": (
        '<div class="quoteheader"><div class="topslice_quote"><a '
        'href="https://x.example/index.php/topic,16.msg7.html#msg7">Quote from: scott on '
        'Dec 19, 2014, 06:28</a></div></div><blockquote class="bbc_standard_quote">words'
        '</blockquote><div class="quotefooter"></div>'
    ),
    "vbulletin 3": (
        '<div style="margin:20px"><div class="smallfont">Quote:</div><table><tr>'
        '<td class="alt2"><div>Originally Posted by <strong>scott</strong> '
        '<a href="showthread.php?p=7#post7"><img alt="View Post"></a></div>'
        '<div style="font-style:italic">words</div></td></tr></table></div>'
    ),
    "vbulletin 5": (
        '<div class="bbcode_container"><div class="bbcode_quote"><div '
        'class="quote_container"><div class="bbcode_quote_container"></div><div '
        'class="bbcode_postedby">Originally posted by <strong>scott</strong> '
        '<a href="https://x.example/forum/a/b/5-c?p=7#post7">»</a></div>'
        '<div class="message">words</div></div></div></div>'
    ),
    "xenforo 1": (
        '<div class="bbCodeBlock bbCodeQuote" data-author="scott"><aside><div '
        'class="attribution type">scott said: <a href="goto/post?id=7#post-7" '
        'class="AttributionLink">↑</a></div><blockquote class="quoteContainer"><div '
        'class="quote">words</div><div class="quoteExpand">Click to expand...</div>'
        "</blockquote></aside></div>"
    ),
    "xenforo 2": (
        '<blockquote data-quote="scott" data-source="post: 7" class="bbCodeBlock '
        'bbCodeBlock--quote"><div class="bbCodeBlock-title"><a href="/goto/post?id=7">'
        'scott said:</a></div><div class="bbCodeBlock-content"><div '
        'class="bbCodeBlock-expandContent">words</div><div '
        'class="bbCodeBlock-expandLink"><a>Click to expand...</a></div></div></blockquote>'
    ),
    "xmb": (
        '<table class="quote"><tr><td class="quote">Quote: <a '
        'href="viewthread.php?tid=1&amp;goto=search&amp;pid=7">Originally posted by scott '
        '</a></td></tr><tr><td class="quotemessage">words</td></tr></table>'
    ),
}


@pytest.mark.parametrize("engine", SHAPES)
def test_the_quote_of_an_engine_is_known_with_its_author_and_post(engine):
    written = convert(f"{SHAPES[engine]}<br>reply", "https://x.example/")

    assert [(q.author, q.post, q.source) for q in written.quotes] == [
        ("scott", "7", "words")
    ]
    assert written.source == "> \ue0000\ue000\n>\n> words\n\nreply"


@pytest.mark.parametrize(
    "line",
    [
        "scott wrote:",
        "scott a écrit:",
        "scott napisał(a):",
        "scott писал(а):",
        "scott said:",
    ],
)
def test_the_author_is_known_in_other_languages(line):
    written = convert(f"<blockquote><div><cite>{line}</cite>words</div></blockquote>")

    assert written.quotes[0].author == "scott"


def test_a_quote_in_a_quote_keeps_both_authors():
    inner = SHAPES["xenforo 2"]
    outer = inner.replace("words", f"{inner}more").replace("scott", "ada", 1)

    written = convert(outer)

    assert [quote.author for quote in written.quotes] == ["scott", "ada"]
    assert "> > words" in written.source


def test_when_a_post_was_edited_is_no_part_of_its_words():
    source = (
        "<p>words</p><span data-excludequote><strong>Edited <time "
        "datetime='2013-05-17T00:29:13Z'>May 17, 2013</time> by zyON</strong></span>"
    )

    written = convert(source)

    assert written.source == "words"
    assert written.edited == ("2013-05-17T00:29:13Z", "zyON")
