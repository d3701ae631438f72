"""What publishers say of kind, haste and use of what they send, in each format."""

import json

import pytest

from rostra.news.kept_entries import digest_of, entry_of, told_of
from rostra.news.reading import EntryRead, PictureRead, read_feed
from rostra.news.reading.rights import may_be_shown

RSS = """<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/"
 xmlns:cc="http://backend.userland.com/creativeCommonsRssModule"
 ><channel><title>N</title><language>de-AT</language><item><title>Flood</title>
 <link>http://news.example/1</link>{0}</item></channel></rss>"""

G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:n:1">
 <rightsInfo{limit}><copyrightHolder literal="Acme"/><usageTerms>{terms}</usageTerms>
 </rightsInfo><itemMeta><pubStatus qcode="stat:usable"/></itemMeta>
 <contentMeta><headline>Flood</headline><urgency>2</urgency>
 <genre qcode="genre:biog"/></contentMeta>
 <contentSet><remoteContent contenttype="image/jpeg" rendition="rnd:highRes"
 href="http://news.example/a.jpg"/></contentSet></newsItem>"""

NITF = """<nitf><head><tobject tobject.type="Analysis"/><docdata><urgency ed-urg="1"/>
 <doc.rights limitations="Editorial use only" {more}/></docdata></head><body><body.head>
 <hedline><hl1>Flood</hl1></hedline><rights>{terms}</rights></body.head><body.content>
 <media media-type="image"><media-reference source="http://news.example/a.jpg"
 source-credit="Ada" copyright="© Acme"/></media></body.content></body></nitf>"""


def one(text: str | bytes) -> EntryRead:
    data = text.encode() if isinstance(text, str) else text
    return read_feed(data, address="http://news.example/").entries[0]


def ninjs(**picture) -> EntryRead:
    small = {"href": "http://news.example/a.jpg", "width": 900}
    photo = {"type": "picture", "renditions": {"x": small}} | picture
    item = {
        "uri": "n:1",
        "headline": "Flood",
        "usageterms": "Editorial use only",
        "urgency": 3,
        "genre": [{"uri": "http://cv.iptc.org/newscodes/genre/Opinion"}],
        "associations": {"main": photo},
    }
    return one(json.dumps(item))


@pytest.mark.parametrize(
    "words",
    [
        "Not for publication.",
        "NOT FOR ONLINE USE",
        "EDITORIAL USE ONLY - NO ARCHIVES - NO SALES",
        "NO USE GERMANY",
        "TURKEY OUT  NOV. 11, 2019 FILE PHOTO",
        "No commercial use. U.S. OUT",
        "*** World Rights Except Italy ***",
        "Not for distribution in the United States",
        "This picture may not be published.",
        "For print use only",
        "Internal use only",
        "Nicht zur Veröffentlichung",
        "Keine Online-Nutzung",
        "Darf nicht verbreitet werden",
    ],
)
def test_a_picture_whose_terms_say_no_may_not_be_shown(words):
    assert not may_be_shown("© Acme", words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "© 2026 Acme. All rights reserved.",
        (
            "This content is intended for editorial use only. For other uses, additional "
            "clearances may be required."
        ),
        "May not be reproduced without permission of the publisher.",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "May not be used for advertising. Mandatory credit. NO SALES",
        "https://creativecommons.org/licenses/by/4.0/",
        "Veröffentlichung nur mit Quellenangabe",
        "Workers walk out of the plant",
    ],
)
def test_what_is_written_under_everything_keeps_nobody_from_showing_it(words):
    assert may_be_shown(words)


@pytest.mark.parametrize(
    ("limit", "terms", "may_show"),
    [
        ("", "Contact us for commercial use.", True),
        ("", "Not for web use.", False),
        (' validto="2026-12-01T00:00:00Z"', "Contact us.", False),
    ],
)
def test_newsml_g2_says_kind_haste_and_terms(limit, terms, may_show):
    entry = one(G2.format(limit=limit, terms=terms))

    picture = entry.pictures[0]
    assert (entry.genre, entry.urgency, entry.terms) == ("biography", 2, terms)
    assert (picture.copyright, picture.terms) == ("© Acme", terms)
    assert picture.may_show is may_show


@pytest.mark.parametrize(
    ("more", "terms", "may_show"),
    [
        ("", "Mandatory credit", True),
        ("", "Not for publication", False),
        ('geography="Australia"', "", False),
    ],
)
def test_nitf_says_kind_haste_and_terms(more, terms, may_show):
    entry = one(NITF.format(more=more, terms=terms))

    picture = entry.pictures[0]
    assert (entry.genre, entry.urgency) == ("Analysis", 1)
    assert entry.terms.startswith("Editorial use only")
    assert terms in entry.terms
    assert (picture.credit, picture.copyright) == ("Ada", "© Acme")
    assert picture.may_show is may_show


def test_ninjs_says_kind_haste_and_terms_of_each_picture():
    free = ninjs(descriptions=[{"role": "caption", "value": "The quay"}])
    barred, noted = ninjs(usageterms=["No web use"]), ninjs(ednote="NORWAY OUT")

    assert (free.genre, free.urgency, free.terms) == (
        "opinion",
        3,
        "Editorial use only",
    )
    assert free.pictures[0].caption == "The quay"
    assert free.pictures[0].terms == "Editorial use only"
    assert [e.pictures[0].may_show for e in (free, barred, noted)] == [
        True,
        False,
        False,
    ]
    assert barred.pictures[0].terms == "No web use"


@pytest.mark.parametrize(
    ("told", "genre"),
    [
        ("<prism:genre>Analysis</prism:genre>", "Analysis"),
        ('<category domain="http://news.example/genres">Essay</category>', "Essay"),
        ("<dc:type>Opinion</dc:type>", "opinion"),
        ("<dc:type>Text</dc:type><category>Opinion</category>", ""),
    ],
)
def test_rss_says_a_kind_where_it_has_words_for_it(told, genre):
    entry = one(RSS.format(told))

    assert (entry.genre, entry.urgency, entry.language) == (genre, 0, "de-AT")


PHOTO = '<media:content url="http://news.example/{0}" medium="image" {1}>{2}</media:content>'


@pytest.mark.parametrize(
    ("told", "terms", "may_show"),
    [
        ("<media:copyright>© Ada</media:copyright>", "", True),
        ("<media:copyright>Not for publication</media:copyright>", "", False),
        ('<media:license href="http://cc.example/by"/>', "http://cc.example/by", True),
        (
            (
                '<media:restriction relationship="allow" type="country">au us'
                "</media:restriction>"
            ),
            "allow country au us",
            False,
        ),
    ],
)
def test_media_rss_says_who_may_show_a_picture(told, terms, may_show):
    picture = one(RSS.format(PHOTO.format("a.jpg", "", told))).pictures[0]

    assert (picture.terms, picture.may_show) == (terms, may_show)


def test_what_is_said_of_all_of_an_entry_is_said_of_its_pictures():
    licence = "<cc:license>http://cc.example/by</cc:license>"
    barred = "<copyright>No web use</copyright>"

    entry = one(RSS.format(licence + PHOTO.format("a.jpg", "", "")))
    other = one(RSS.format(barred + PHOTO.format("a.jpg", "", "")))

    assert entry.terms == entry.pictures[0].terms == "http://cc.example/by"
    assert not other.pictures[0].may_show


def test_a_picture_in_several_sizes_is_one_and_the_widest_is_taken():
    told = (
        PHOTO.format("a.jpg?width=140", 'width="140"', "")
        + PHOTO.format("a.jpg?width=460", 'width="460"', "")
        + PHOTO.format("b-150x150.jpg", 'width="150"', "")
        + PHOTO.format("b.jpg", 'width="900"', "")
        + "<media:group>"
        + PHOTO.format("c?1", 'width="100"', "")
        + PHOTO.format("d?2", 'width="200"', "")
        + '</media:group><media:thumbnail url="http://news.example/t.jpg"/>'
    )

    pictures = one(RSS.format(told)).pictures

    assert [p.address.rpartition("/")[2] for p in pictures] == [
        "a.jpg?width=460",
        "b.jpg",
        "d?2",
    ]


def test_a_small_picture_is_taken_where_there_is_no_other():
    told = '<media:thumbnail url="http://news.example/t.jpg"/>'

    assert len(one(RSS.format(told)).pictures) == 1


def test_what_an_entry_says_nothing_of_does_not_change_its_hash():
    entry = EntryRead(id="1", pictures=(PictureRead("http://news.example/a.jpg"),))
    old = told_of(entry)
    del old["terms"], old["pictures"][0]["terms"], old["pictures"][0]["may_show"]
    barred = EntryRead(id="1", pictures=(PictureRead("http://a.example/", terms="No"),))

    assert entry_of(old) == entry
    # As it was before there were terms.
    assert digest_of(entry) == (
        "fdea69d9178fcebd097e49ca81bb181d776e48816290fa4a7d451b7abc348376"
    )
    assert digest_of(barred) != digest_of(entry)
