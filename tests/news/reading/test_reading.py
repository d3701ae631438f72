"""What is read of feeds written here: encodings, times, people, and what is refused."""

from datetime import UTC, datetime

import pytest

from rostra.news.reading import FeedProblem, read_feed, read_outlines
from rostra.news.reading.dates import read_time
from rostra.news.reading.finding import feeds_of_page

RSS = """<?xml version="1.0" encoding="{0}"?><rss version="2.0"><channel>
<title>Zeitung für Çelik</title><link>http://news.example/</link>
<item><title>Flut &amp; Ebbe: Übersicht&nbsp;</title><guid isPermaLink="false">7</guid>
<link>/a?b=1&c=2</link><description>&lt;p&gt;Das Wasser &lt;b&gt;steigt&lt;/b&gt;.
&lt;/p&gt;</description><pubDate>Sat, 28 Nov 2026 07:30:00 +0100</pubDate>
<author>ada@news.example (Ada Berg)</author></item></channel></rss>"""
AT = datetime(2026, 11, 28, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["utf-8", "iso-8859-9", "utf-16", "windows-1254"])
def test_an_rss_feed_is_read_in_any_encoding(name):
    feed = read_feed(RSS.format(name).encode(name))

    entry = feed.entries[0]
    assert (feed.title, feed.home) == ("Zeitung für Çelik", "http://news.example/")
    assert entry.headline == "Flut & Ebbe: Übersicht"
    assert (entry.id, entry.address) == ("7", "http://news.example/a?b=1&c=2")
    assert "<b>steigt</b>" in entry.body
    assert (entry.byline, entry.published_at) == ("Ada Berg", AT)


def test_what_is_utf8_is_read_as_such_whatever_it_says():
    feed = read_feed(
        RSS.format("koi8-r").encode(), content_type="text/xml;charset=big5"
    )

    assert feed.title == "Zeitung für Çelik"


def test_letters_that_are_not_latin_are_refused_where_no_encoding_is_told():
    russian = "<rss><channel><title>Вода поднимается в городе</title></channel></rss>"
    german = "<rss><channel><title>Größe, Maß, Öl, Übergröße, süß, für, über, Käse, Höhe, Mühe, Äste</title></channel></rss>"

    with pytest.raises(FeedProblem, match="nowhere in which encoding"):
        read_feed(russian.encode("cp1251"))
    with pytest.raises(FeedProblem, match="nowhere in which encoding"):
        read_feed(b'<?xml version="1.0" encoding="utf-8"?>' + russian.encode("koi8-r"))
    told = read_feed(russian.encode("cp1251"), content_type="x/y; charset=cp1251")
    assert told.title == "Вода поднимается в городе"
    assert read_feed(russian.encode()).title == told.title
    assert read_feed(german.encode("cp1252")).title.startswith("Größe, Maß, Öl")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Sat, 28 Nov 2026 06:30:00 GMT", AT),
        ("28 Nov 2026 07:30 CET", AT),
        ("2026-11-28T06:30Z", AT),
        ("2026-11-28 07:30:00+0100", AT),
        ("20261128T063000Z", AT),
        ("Sat Nov 28 06:30:00 GMT 2026", AT),
        ("2026-11-27T24:00:00Z", datetime(2026, 11, 28, tzinfo=UTC)),
        ("next Tuesday", None),
        ("2026-13-45", None),
        ("99999999999999999999", None),
    ],
)
def test_times_are_read_or_left_out(words, wanted):
    assert read_time(words) == wanted


def test_nothing_is_invented_for_an_entry_that_says_nothing():
    entry = read_feed(b"<rss><channel><item/></channel></rss>").entries[0]

    assert entry.headline == entry.byline == entry.body == entry.id == ""
    assert entry.published_at is None


def test_agencies_say_when_a_story_is_taken_back_corrected_or_held():
    feed = read_feed(
        b"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a" version="3">
        <itemMeta><pubStatus qcode="stat:canceled"/><signal qcode="sig:correction"/>
        <edNote>Corrects the name of the river.</edNote>
        <embargoed>2026-11-28T06:30:00Z</embargoed></itemMeta>
        <contentMeta><headline>Flood</headline></contentMeta></newsItem>"""
    )

    entry = feed.entries[0]
    assert (entry.status, entry.id, entry.version) == ("canceled", "urn:a", "3")
    assert entry.correction == "Corrects the name of the river."
    assert entry.embargoed_until == AT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"Not found.", "not XML"),
        (b"<!doctype html><html><body>News</body></html>", "a page"),
        (b'{"news": []}', "neither a JSON Feed nor ninjs"),
        (b'{"version": ', "broken"),
        (b'<!DOCTYPE r [<!ENTITY x "&y;">]><rss><channel/></rss>', "entities"),
        (b'<!DOCTYPE r [<!ENTITY x SYSTEM "a">]><rss><channel/></rss>', "entities"),
        (b'<rss><channel><!ENTITY x "y"></channel></rss>', "entities"),
        (b"<NewsML/>", "NewsML 1 without a headline"),
        (b'{"$schema": "https://json-schema.org/draft/2020-12/schema"}', "JSON Schema"),
        (b"<packageItem/>", "package of NewsML-G2: it only names news items"),
        (b"<conceptItem><event/></conceptItem>", "about events, not news"),
        (b"<planningItem/>", "about what its agency plans"),
        (b"<groupSet/>", "package of NewsML-G2"),
        (b"<catalogItem/>", "catalogue of codes"),
        (b"<contentMeta/>", "a piece of NewsML-G2"),
        (b"<newsItem/>", "neither a headline nor a text"),
        (b"<XMLNewsQueuedResponse><error>7</error></XMLNewsQueuedResponse>", "7"),
        (b"<opml><body/></opml>", "list of feeds"),
        (b"[" * 100_000, "broken"),
        (b"<r>" + b" " * 8_000_000, "more than 8 MB"),
    ],
)
def test_what_is_no_feed_is_told_in_a_sentence(data, words):
    with pytest.raises(FeedProblem, match=words):
        read_feed(data)


def test_a_document_type_does_not_keep_a_feed_from_being_read():
    feed = read_feed(
        b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/r.dtd">'
        b"<rss><channel><title>Old</title></channel></rss>"
    )

    assert feed.title == "Old"


def test_names_for_plain_texts_are_read_and_never_make_a_feed_grow():
    own = b"<!DOCTYPE rss [<!ENTITY a 'A & B'> <!ENTITY id \"tag:x,\">]>".replace(
        b"& ", b""
    )
    few = own + b"<rss><channel><title>&a; &id; &other;</title></channel></rss>"
    long = b"<!DOCTYPE rss [<!ENTITY a '" + b"x" * 200 + b"'>]><rss><channel><title>"

    assert read_feed(few).title == "A B tag:x, &other;"
    with pytest.raises(FeedProblem, match="entities"):
        read_feed(long + b"&a;" * 10_000 + b"</title></channel></rss>")


def test_a_list_of_feeds_keeps_folders_and_leaves_out_what_is_no_address():
    found = read_outlines(
        b'<opml><body><outline text="Abroad"><outline text="A" xmlUrl="http://a.example/f"/>'
        b'<outline xmlUrl="javascript:1"/></outline></body></opml>'
    )

    assert [(one.address, one.title, one.folders) for one in found] == [
        ("http://a.example/f", "A", ("Abroad",))
    ]


def test_a_page_tells_where_the_feeds_of_its_site_are():
    page = (
        b"<head><link rel=alternate type='application/rss+xml' title='All' href=/f.xml>"
        b"<link rel=stylesheet href=/a.css></head>"
    )

    found = feeds_of_page(page, "text/html", "https://news.example/today/")

    assert found == (("https://news.example/f.xml", "All"),)


LONG = {
    "comments that do not end": "<!--" * 400_000,
    "comments": "<!---->" * 100_000,
    "data that does not end": "<rss>" + "<![CDATA[" * 200_000,
    "document types": "<!DOCTYPE a [" * 100_000,
    "instructions": "<??>" * 200_000 + "<rss/>",
    "depth": "<rss>" * 200_000,
    "attributes": "<rss " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>",
    "namespaces": "<rss " + " ".join(f'xmlns:a{n}="x"' for n in range(20_000)) + "/>",
    "ampersands": "<rss>" + "&" * 1_000_000 + "</rss>",
    "entities": "<rss>" + "&nbsp" * 400_000 + "</rss>",
    "links": "<html>" + "<link " * 100_000,
    "tags in words": "<rss><channel><item><title>" + "&lt;a " * 300_000,
    "comments in words": "<rss><channel><item><description>" + "&lt;!--" * 300_000,
    "bodies": '{"guid": "a", "body_html": "' + "<body" * 100_000 + '"}',
}


@pytest.mark.parametrize("kind", LONG)
def test_what_is_long_and_hostile_is_read_or_refused(kind):
    data = LONG[kind].encode()

    assert len(feeds_of_page(data, "text/html", "http://a.example/")) <= 20
    said = []
    for read in (read_feed, read_outlines):
        try:
            read(data)
        except FeedProblem as problem:
            said.append(str(problem))
    assert all(words.startswith(("This ", "There is ")) for words in said), said
