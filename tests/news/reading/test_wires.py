"""What agencies send, in files written here: embargoes, packages, wires, what is taken back."""

from datetime import UTC, datetime

import pytest

from rostra.news.reading import FeedProblem, read_feed
from rostra.news.reading.words import (
    dateline_of,
    once_escaped,
    parted,
    wire_paragraphs,
    without_dateline,
)

AT = datetime(2026, 11, 28, 6, 30, tzinfo=UTC)
G2 = "xmlns='http://iptc.org/std/nar/2006-10-01/'"
NEWSML = """<NewsML Version="1.2"><NewsItem><Identification><NewsIdentifier>
<ProviderId>halvern.example</ProviderId><DateId>20261128</DateId>
<NewsItemId>flood</NewsItemId><RevisionId>{revision}</RevisionId>
<PublicIdentifier>urn:newsml:halvern.example:20261128:flood:{revision}</PublicIdentifier>
</NewsIdentifier></Identification><NewsManagement><Status FormalName="{status}"/>
{until}</NewsManagement><NewsComponent><NewsLines><HeadLine>Flood</HeadLine>
<DateLine>HALVERN (HW) -</DateLine></NewsLines><NewsComponent><Role FormalName="Main"/>
<ContentItem><MimeType FormalName="text/plain"/><DataContent>One.

Two.</DataContent></ContentItem></NewsComponent><NewsComponent>
<Role FormalName="Contact"/><ContentItem><DataContent>Call Ada.</DataContent>
</ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"""


def read_newsml_1(status="Usable", until="", revision=1):
    text = NEWSML.format(status=status, until=until, revision=revision)
    return read_feed(text.encode()).entries[0]


def test_newsml_1_gives_a_text_without_what_is_for_editors():
    entry = read_newsml_1()

    assert (entry.headline, entry.dateline, entry.agency) == ("Flood", "HALVERN", "HW")
    assert entry.body == "<p>One.</p><p>Two.</p>"


def test_a_story_of_newsml_1_keeps_its_id_when_it_is_revised():
    first, second = read_newsml_1(), read_newsml_1(revision=2)

    assert first.id == second.id == "urn:newsml:halvern.example:20261128:flood"
    assert (first.version, second.version) == ("1", "2")


def test_newsml_1_says_what_is_taken_back_or_under_an_embargo():
    until = "<StatusWillChange><DateAndTime>20261128T063000Z</DateAndTime></StatusWillChange>"

    assert read_newsml_1("Canceled").status == "canceled"
    assert read_newsml_1("Embargoed", until).embargoed_until == AT
    assert read_newsml_1("Embargoed", until).status == "usable"
    assert read_newsml_1("Embargoed").status == "withheld"


def test_newsml_1_says_what_it_corrects():
    assert read_newsml_1(until='<Instruction FormalName="Rectify"/>').correction
    assert not read_newsml_1(until='<Instruction FormalName="Update"/>').correction


@pytest.mark.parametrize(
    ("said", "status", "until"),
    [
        ("<embargoed>2026-11-28T06:30:00Z</embargoed>", "usable", AT),
        ("<embargoed/>", "withheld", None),
        ("", "usable", None),
    ],
)
def test_an_embargo_without_a_time_holds_an_item_of_newsml_g2(said, status, until):
    entry = read_feed(
        f"<newsItem {G2}><itemMeta>{said}</itemMeta><contentMeta><headline>Flood"
        "</headline></contentMeta></newsItem>".encode()
    ).entries[0]

    assert (entry.status, entry.embargoed_until) == (status, until)


@pytest.mark.parametrize(
    ("release", "status", "until"),
    [("<date.release norm='20261128T063000Z'/>", "usable", AT), ("", "withheld", None)],
)
def test_an_embargo_of_nitf_ends_when_its_text_is_released(release, status, until):
    entry = read_feed(
        f"<nitf><head><docdata management-status='embargoed'>{release}</docdata></head>"
        "<body/></nitf>".encode()
    ).entries[0]

    assert (entry.status, entry.embargoed_until) == (status, until)


@pytest.mark.parametrize("said", ["", "management-status='usable'"])
def test_a_text_of_nitf_is_not_published_before_its_release(said):
    entry = read_feed(
        f"<nitf><head><docdata {said}><date.release norm='20261128T063000Z'/>"
        "</docdata></head><body/></nitf>".encode()
    ).entries[0]

    assert (entry.status, entry.embargoed_until) == ("usable", AT)


PICTURE = f"""<newsItem {G2} guid="{{name}}"><itemMeta><itemClass qcode="ninat:picture"/>
</itemMeta><contentMeta><description role="drol:caption">The gate.</description>
<creditline>Ada</creditline></contentMeta><contentSet><remoteContent
contenttype="image/jpeg" rendition="rnd:thumbnail" href="http://a.example/small.jpg"/>
<remoteContent contenttype="image/jpeg" href="http://a.example/{{name}}.jpg"
renditionuri="http://cv.iptc.org/newscodes/rendition/highRes"/></contentSet></newsItem>"""
TEXT = f"""<newsItem {G2} guid="text"><itemMeta><itemClass qcode="ninat:text"/>{{link}}
</itemMeta><contentMeta><headline>Flood</headline></contentMeta></newsItem>"""
PACKAGE = f"""<packageItem {G2}><groupSet><group><itemRef residref="text"/>
<itemRef residref="gate"/><itemRef residref="elsewhere"/></group></groupSet></packageItem>"""


def read_message(*parts):
    whole = "".join(parts)
    return read_feed(
        f"<newsMessage {G2}><itemSet>{whole}</itemSet></newsMessage>".encode()
    ).entries


def test_pictures_in_a_package_with_a_text_are_that_storys_pictures():
    entries = read_message(PACKAGE, TEXT.format(link=""), PICTURE.format(name="gate"))

    (entry,) = entries
    (picture,) = entry.pictures
    assert entry.headline == "Flood"
    assert picture.address == "http://a.example/gate.jpg"
    assert (picture.caption, picture.credit) == ("The gate.", "Ada")


def test_pictures_that_a_text_links_to_are_that_storys_pictures():
    link = '<link rel="irel:seeAlso" residref="gate"/>'

    (entry,) = read_message(TEXT.format(link=link), PICTURE.format(name="gate"))

    assert [one.address for one in entry.pictures] == ["http://a.example/gate.jpg"]


def test_pictures_beside_two_texts_stay_items_of_their_own():
    other = TEXT.format(link="").replace('guid="text"', 'guid="other"')
    package = PACKAGE.replace("elsewhere", "other")

    entries = read_message(
        package, TEXT.format(link=""), other, PICTURE.format(name="gate")
    )

    assert [entry.id for entry in entries] == ["text", "other", "gate"]


WIRE = """\x01hal{n:03} {n} i 20 {kind}\r
\r
Flood/\r
\x02{take}Gate of Halvern is closed as\r
water rises =\r
\r
   Halvern (hw) - The gate was closed on Saturday, said a\r
spokeswoman.\r
\r
   "We wait," she said.\r
\r
# Notebook\r
Not for publication: call Ada.\r
\x03280630 GMT Nov 26\r
\x7f"""


def test_a_wire_gives_headline_place_and_text_without_its_notes():
    data = WIRE.format(n=3, kind="", take="").encode()

    entry = read_feed(data).entries[0]

    assert entry.headline == "Gate of Halvern is closed as water rises"
    assert (entry.dateline, entry.agency, entry.urgency) == ("Halvern", "hw", 3)
    assert entry.body == (
        "<p>The gate was closed on Saturday, said a spokeswoman.</p>"
        "<p>&quot;We wait,&quot; she said.</p>"
    )
    assert (entry.keywords, entry.published_at) == (("Flood",), AT)


def test_several_messages_of_a_wire_are_several_entries_and_none_says_lead():
    data = "".join(WIRE.format(n=n, kind="", take="1ST LEAD\r\n") for n in (1, 2))

    feed = read_feed(b"\x16\x16" + data.encode())

    assert [entry.urgency for entry in feed.entries] == [1, 2]
    assert len({entry.id for entry in feed.entries}) == 2
    assert all(entry.headline.startswith("Gate of") for entry in feed.entries)


def test_a_wire_of_another_kind_is_told_from_those_that_are_read():
    with pytest.raises(FeedProblem, match="not IPTC 7901"):
        read_feed(b"\x16\x16\x01r a\x1fBC-Flood\x02Gate closed.\x03")


def test_ritzaus_answer_says_what_is_taken_back_and_corrected():
    told = (
        "<XMLNewsQueuedResponse><error>0</error><RBNews><NewsID>a</NewsID>{0}</RBNews>"
    )

    gone = read_feed(told.format("<Annuleret>true</Annuleret>").encode()).entries[0]
    mended = read_feed(told.format("<Korrektion>true</Korrektion>").encode()).entries[0]

    assert (gone.status, gone.correction) == ("canceled", "")
    assert (mended.status, mended.correction) == ("usable", "Correction")


def test_an_error_of_an_agencys_service_is_told():
    answer = b"<XMLNewsQueuedResponse><error>3</error><errormsg>Wrong key.</errormsg>"

    with pytest.raises(FeedProblem, match=r"answered with an error: Wrong key\."):
        read_feed(answer)


@pytest.mark.parametrize(
    ("words", "agency", "wanted"),
    [
        ("STOCKHOLM, Aug 29 (AFP) -", "", ("STOCKHOLM, Aug 29", "AFP")),
        ("MOSCOW (Reuters)", "Thomson Reuters", ("MOSCOW", "Thomson Reuters")),
        ("Berlin (dpa)", "", ("Berlin", "dpa")),
        ("Halle (Saale)", "dpa", ("Halle (Saale)", "dpa")),
        ("Oslo", "NTB", ("Oslo", "NTB")),
        ("", "NTB", ("", "NTB")),
        ("(AFP)", "", ("(AFP)", "")),
    ],
)
def test_a_dateline_is_a_place_and_says_which_agency(words, agency, wanted):
    assert dateline_of(words, agency) == wanted


def test_a_dateline_that_is_told_beside_a_text_does_not_stand_in_it_again():
    body = "<div><p>NEW YORK (AP) — The gas</p></div>"

    assert without_dateline(body, "New York") == "<div><p>The gas</p></div>"
    assert without_dateline(body, "Oslo") == body
    assert without_dateline(body, "") == body


def test_paragraphs_of_a_wire_are_parted_where_their_lines_are_moved_in():
    wire = "First line\nof one.\n    Second\ngoes on.\n\nThird."
    pretty = "First line\n      of one,\n      all of it."

    assert wire_paragraphs(wire) == ["First line of one.", "Second goes on.", "Third."]
    assert wire_paragraphs(pretty) == ["First line of one, all of it."]
    assert parted("<p>A\nb\n   C\nd</p>") == "<p>A b</p><p>C d</p>"
    assert parted("<p>A\n   b</p>") == "<p>A\n   b</p>"


def test_lines_that_a_wire_broke_are_joined_and_those_of_a_list_are_not():
    full = "The gate of Halvern was closed on Saturday, as the water of"
    told = "<nitf><body><body.content><p>{0} <br/>the river rose.</p><p/>{1}</body.content></body></nitf>"
    listed = "<p>Halvern 2<br/>Iben 1</p>"

    body = read_feed(told.format(full, listed).encode()).entries[0].body

    assert body == f"<p>{full} the river rose.</p><p>Halvern 2<br>Iben 1</p>"


def test_what_was_escaped_twice_is_escaped_once_and_no_more_than_that():
    assert once_escaped("4 o&amp;#39;clock") == "4 o&#39;clock"
    assert once_escaped("&amp;lt;script&amp;gt;") == "&amp;lt;script&amp;gt;"


def test_the_best_form_of_a_text_in_ninjs_is_taken_and_no_markup_shown():
    nitf = "<?xml version='1.0'?><nitf><body><body.content><p>Rich.</p></body.content></body></nitf>"
    item = (
        '{"uri": "a", "headline": "Flood", "bodies": ['
        f'{{"contentType": "text/vnd.IPTC.NITF", "value": "{nitf}"}},'
        '{"contentType": "text/plain", "value": "Plain."}]}'
    )

    entry = read_feed(item.encode()).entries[0]
    broken = read_feed(item.replace("<nitf>", "<other>").encode()).entries[0]

    assert entry.body == "<p>Rich.</p>"
    assert broken.body == "<p>Plain.</p>"


def test_a_headline_that_a_text_in_ninjs_begins_with_is_not_said_twice():
    item = (
        '{"uri": "a", "headline": "Flood", "body_html": '
        '"<html><body><article><h1>Flood</h1><p>One.</p></article></body></html>"}'
    )

    assert read_feed(item.encode()).entries[0].body == "<p>One.</p></article>"


def test_an_items_id_of_the_ap_is_the_one_that_stays():
    item = (
        '{"uri": "https://api.example/a?token=1", "headline": "Flood", "altids":'
        ' {"itemid": "7c"}}'
    )

    assert read_feed(item.encode()).entries[0].id == "7c"


def test_an_event_in_ninjs_is_no_story_even_with_a_text():
    with pytest.raises(FeedProblem, match="about events, not news"):
        read_feed(b'{"uri": "a", "type": "event", "headline": "b", "body_html": "c"}')


def test_items_behind_a_part_that_is_not_closed_are_read():
    feed = read_feed(
        b"<rss><channel><title>News</title><category text='A'><item><title>Flood"
        b"</title></item></channel></rss>"
    )

    assert [entry.headline for entry in feed.entries] == ["Flood"]
    assert feed.is_mended


def test_a_feed_that_a_page_stands_around_is_read():
    feed = read_feed(
        b"<?xml version='1.0'?><html><body><feed xmlns='http://www.w3.org/2005/Atom'>"
        b"<entry><title>Flood</title></entry></feed></body></html>"
    )

    assert [entry.headline for entry in feed.entries] == ["Flood"]
    assert feed.is_mended
