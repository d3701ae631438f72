"""Twice as much to read takes twice the steps: what counts is lines of Python that run."""

import sys

import pytest

from rostra.news.reading import read_feed, read_outlines

G2 = "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>"
MEDIA = "xmlns:media='http://search.yahoo.com/mrss/'"
GROWING = {
    "rss": (
        f"<rss {MEDIA}><channel>",
        (
            "<item><title>A {n}</title><link>http://a.example/{n}</link><description>"
            "&lt;p&gt;b&lt;/p&gt;</description><category>c</category>"
            "<media:content url='http://a.example/{n}.jpg'/></item>"
        ),
        "</channel></rss>",
    ),
    "a long item of rss": (
        "<rss><channel><item>",
        "<category>c{n}</category><author>d</author><enclosure url='http://a.example/e'/>",
        "</item></channel></rss>",
    ),
    "atom": (
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        (
            "<entry><title>A {n}</title><id>{n}</id><link href='http://a.example/{n}'/>"
            "<content type='xhtml'><div><p>b</p></div></content></entry>"
        ),
        "</feed>",
    ),
    "json": (
        '{"version": "https://jsonfeed.org/version/1", "items": [{}',
        ', {"id": "{n}", "title": "A", "content_html": "<p>b</p>", "tags": ["c"]}',
        "]}",
    ),
    "ninjs": (
        '[{"uri": "z", "headline": "z"}',
        (
            ', {"uri": "{n}", "headline": "A", "bodies": [{"value": "<p>b</p>",'
            ' "contenttype": "text/html"}], "subjects": [{"name": "c"}]}'
        ),
        "]",
    ),
    "newsml-g2": (
        G2,
        (
            "<newsItem guid='{n}'><contentMeta><headline>A</headline><subject><name>c</name>"
            "</subject></contentMeta><contentSet><inlineXML><html><body><p>b</p></body></html>"
            "</inlineXML></contentSet></newsItem>"
        ),
        "</itemSet></newsMessage>",
    ),
    "packages of newsml-g2": (
        G2 + "<newsItem guid='a'><contentMeta><headline>A</headline></contentMeta>"
        "</newsItem>",
        "<packageItem><itemRef residref='a'/><itemRef residref='{n}'/></packageItem>",
        "</itemSet></newsMessage>",
    ),
    "newsml-1": (
        "<NewsML>",
        (
            "<NewsItem><NewsComponent><NewsLines><HeadLine>A {n}</HeadLine></NewsLines>"
            "<ContentItem><DataContent><nitf><body><body.content><p>b</p></body.content>"
            "</body></nitf></DataContent></ContentItem></NewsComponent></NewsItem>"
        ),
        "</NewsML>",
    ),
    "pictures of newsml-1": (
        "<NewsML><NewsItem><NewsLines><HeadLine>A</HeadLine></NewsLines>",
        (
            "<NewsComponent><Role FormalName='Photo'/><ContentItem Href='http://a.example/{n}'>"
            "<MimeType FormalName='image/jpeg'/></ContentItem></NewsComponent>"
        ),
        "</NewsItem></NewsML>",
    ),
    "nitf": (
        "<nitf><body><body.content>",
        "<p>b {n}</p><hl2>c</hl2><pre>d</pre>",
        "</body.content></body></nitf>",
    ),
    "iptc7901": (
        "",
        "\x01eca10{n} 4 i 9\n\x02A =\n\nb\n\nc\n\x03131137 GMT Nov 13",
        "",
    ),
    "a long text of iptc7901": ("\x01eca001 4 i\n\x02A =\n\n", "   b {n}\nc\n", "\x03"),
    "ritzau": (
        "<XMLNewsQueuedResponse>",
        "<RBNews><NewsID>{n}</NewsID><headline>A</headline></RBNews>",
        "</XMLNewsQueuedResponse>",
    ),
    "opml": (
        "<opml><body>",
        "<outline text='A'><outline xmlUrl='http://a.example/{n}'/></outline>",
        "</body></opml>",
    ),
}


@pytest.mark.parametrize("kind", GROWING)
def test_four_times_as_much_takes_four_times_the_steps(kind):
    head, part, tail = GROWING[kind]
    few, many = (
        "".join([head, *(part.replace("{n}", str(n)) for n in range(count)), tail])
        for count in (100, 400)
    )

    first, then = steps_of(kind, few), steps_of(kind, many)

    assert first > 100
    assert then < 4.4 * first


def steps_of(kind: str, text: str) -> int:
    read = read_outlines if kind == "opml" else read_feed
    steps = 0

    def trace(frame, event, _told):
        nonlocal steps
        if "news/reading" not in frame.f_code.co_filename:
            return None  # Python's own functions remember what they were asked before.
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(text.encode())
    finally:
        sys.settrace(before)
    return steps
