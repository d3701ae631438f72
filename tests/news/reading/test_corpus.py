"""Feeds that nobody here wrote: what of them is read, and how the rest is refused.

`pytest -s` prints the score of each folder. What is not met, and why, is in
docs/decisions/0016-feeds.md.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from rostra.news.reading import FeedProblem, read_feed, read_outlines
from rostra.news.services.story_text import story_html
from tests.corpus import corpus
from tests.news.reading.expecting import (
    BASE,
    agrees_with_a_plain_search,
    decodes_as_expected,
    meets_feed_rs,
    meets_feedparser,
    problem_of,
    score,
    words_of,
)
from tests.news.reading.refusals import REFUSED
from tests.news.reading.scores import note

pytestmark = [pytest.mark.corpus]
TITLE = re.compile(
    r"<title(?:\s[^>]*)?>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</title>", re.DOTALL
)
PIECES = {
    "AmazonWebServicesBlogFirstEntryContent.xml": ("AmazonWebServicesBlog.xml", "body"),
    "HREFConsideredHarmfulFirstEntry.xml": ("HREFConsideredHarmful.xml", "body"),
    "PaulDixExplainsNothingFirstEntryContent.xml": (
        "PaulDixExplainsNothing.xml",
        "body",
    ),
    "TechCrunchFirstEntry.xml": ("TechCrunch.xml", "body"),
    "TechCrunchFirstEntryDescription.xml": ("TechCrunch.xml", "standfirst"),
    "TenderLovemakingFirstEntry.xml": ("TenderLovemaking.xml", "body"),
}

MISSED = {
    "wellformed/atom10": {
        "entry_category_term.xml": "a category is shown by its label, not its term",
        "entry_category_term_non_ascii.xml": "a category is shown by its label",
    },
}
"""What feedparser's authors expect and is deliberately otherwise here, with the reason."""
FOLDERS = {
    "wellformed/atom10": 90,
    "wellformed/rss": 83,
    "wellformed/rdf": 11,
    "wellformed/namespace": 19,
    "wellformed/media-rss": 8,
    "wellformed/http": 2,
    "illformed": 2,
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_feedparsers_feeds_say_what_their_authors_expect(folder):
    paths = sorted(corpus(f"feeds/feedparser/{folder}").glob("*.xml"))

    counts, missed = score(paths, _met)

    _note(f"feedparser/{folder}", counts)
    assert missed == sorted(MISSED.get(folder, {}))
    assert counts["met"] == FOLDERS[folder]


def test_an_encoding_that_is_told_nowhere_is_not_guessed():
    """Without the letters' frequencies in each language, which is a library of its own."""
    paths = sorted(corpus("feeds/feedparser/illformed/chardet").glob("*.xml"))

    counts, missed = score(paths, decodes_as_expected)

    _note("feedparser/illformed/chardet", counts)
    assert len(missed) == len(paths) == 8


@pytest.mark.parametrize("folder", ["rss0", "rss1", "rss2", "atom"])
def test_feed_rss_feeds_say_what_their_authors_expect(folder):
    paths = sorted(corpus(f"feeds/feed_rs/{folder}").glob("*.xml"))
    paths = [one for one in paths if one.with_name(f"{one.stem}.serde.json").exists()]

    counts, missed = score(paths, meets_feed_rs)

    _note(f"feed_rs/{folder}", counts)
    assert missed == []
    assert counts["met"] == len(paths)


def test_json_feeds_say_what_their_authors_expect():
    paths = sorted(corpus("feeds/feed_rs/jsonfeed").glob("*[0-9].json"))

    counts, missed = score(paths, meets_feed_rs)

    _note("feed_rs/jsonfeed", counts)
    assert missed == []
    assert counts["met"] == 3


@pytest.mark.parametrize("piece", sorted(PIECES))
def test_a_first_entry_says_what_feedjira_has_written_beside_its_feed(piece):
    path, field = PIECES[piece]
    folder = corpus("feeds/feedjira")

    entry = read_feed((folder / path).read_bytes(), address=BASE).entries[0]

    wanted = words_of((folder / piece).read_text())
    got = words_of(getattr(entry, field))
    note(f"feedjira: {piece}", met=int(got == wanted), missed=int(got != wanted))
    assert got == wanted


@pytest.mark.parametrize("folder", ["feed_rs", "feedjira", "miniflux", "trafilatura"])
def test_real_feeds_give_each_entry_that_a_plain_search_finds_in_them(folder):
    paths = [
        one for one in sorted(corpus(f"feeds/{folder}").rglob("*")) if _is_feed(one)
    ]
    paths = [one for one in paths if one.name not in REFUSED[folder]]

    counts, missed = score(paths, agrees_with_a_plain_search)

    _note(f"{folder}: entries", counts)
    assert missed == []


ENCODINGS = {
    "encoding/testdata/iso-8859-1.xml": "latin-1",
    "encoding/testdata/koi8r.xml": "koi8-r",
    "encoding/testdata/windows-1252.xml": "cp1252",
    "encoding/testdata/windows-1252-incorrect-prolog.xml": "utf-8",
    "encoding/testdata/utf8.xml": "utf-8",
    "encoding/testdata/utf8-incorrect-prolog.xml": "utf-8",
    "encoding/testdata/invalid-prolog.xml": "utf-8",
    "parser/testdata/encoding_ISO-8859-1.xml": "latin-1",
    "parser/testdata/encoding_WINDOWS-1251.xml": "cp1251",
    "parser/testdata/no_encoding_ISO-8859-1.xml": "cp1252",
    "parser/testdata/rdf_UTF8.xml": "utf-8",
    "parser/testdata/urdu_UTF8.xml": "utf-8",
    "xml/testdata/koi8r.xml": "koi8-r",
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_feed_is_read_in_the_encoding_it_is_in_whatever_it_says(name):
    data = corpus(f"feeds/miniflux/{name}").read_bytes()

    feed = read_feed(data, address=BASE)

    titles = [words_of(one) for one in TITLE.findall(data.decode(ENCODINGS[name]))]
    assert words_of(feed.title) == titles[0]
    assert {words_of(e.headline) for e in feed.entries} <= {*titles, ""}


@pytest.mark.parametrize("folder", sorted(REFUSED))
def test_every_file_is_read_or_refused_in_a_sentence(folder):
    paths = [
        one for one in sorted(corpus(f"feeds/{folder}").rglob("*")) if _is_feed(one)
    ]

    problems = {one.name: words for one in paths if (words := problem_of(one))}

    note(f"{folder}: read", met=len(paths) - len(problems), missed=len(problems))
    assert set(problems) == set(REFUSED[folder])
    for name, words in problems.items():
        assert REFUSED[folder][name] in words
        assert words.startswith("This ")
        assert words.endswith(".")


def test_every_list_of_feeds_is_read():
    paths = sorted(corpus("feeds/opml").rglob("*.opml"))

    counts = [len(read_outlines(one.read_bytes())) for one in paths]

    note("opml: lists", met=len(paths), missed=0)
    note("opml: feeds", met=sum(counts), missed=0)
    assert (len(paths), sum(counts), min(counts)) == (29, 390, 4)


def test_entities_are_refused_before_a_parser_sees_them():
    paths = [one for one in sorted(corpus("hostile/xml").rglob("*")) if one.is_file()]
    texts = [one.read_bytes() for one in paths]
    lines = corpus("hostile/xml/Intruders/XXE_Fuzzing.txt").read_bytes().splitlines()
    shells = [_rss(line) for line in lines]

    for data in (*texts, *lines, *shells):
        try:
            feed = read_feed(data)
        except FeedProblem:
            continue
        assert "root:" not in repr(feed)
        assert len(repr(feed)) < len(data) + 2_000


def test_scripts_in_feeds_do_not_reach_a_story():
    paths = sorted(corpus("hostile/xss_feed_sanitizer").rglob("*.xml"))
    read = 0

    for path in paths:
        try:
            feed = read_feed(path.read_bytes(), address=BASE)
        except FeedProblem:
            continue
        read += 1
        for entry in feed.entries:
            assert_harmless(story_html(entry.body))
            assert entry.address == "" or entry.address.startswith("http")
    assert read == len(paths) == 373


def assert_harmless(html: str) -> None:
    """Only a story's own elements, and of their attributes only safe links and classes."""
    from selectolax.lexbor import LexborHTMLParser

    kept = set("p br blockquote ul ol li em strong a span h2 html head body".split())
    for node in LexborHTMLParser(html).css("*"):
        assert node.tag in kept
        for name, value in node.attributes.items():
            assert name in ("href", "rel", "class")
            assert name != "href" or (value or "").lower().startswith(
                ("http:", "https:", "mailto:", "/", "#", "tel:")
            )


def _note(name: str, counts: Counter[str]) -> None:
    met, missed, unasked = (counts[one] for one in ("met", "missed", "no field"))
    note(name, met=met, missed=missed, unasked=unasked)


def _met(path: Path) -> bool:
    try:
        return meets_feedparser(path)
    except FeedProblem:
        return False


def _is_feed(path: Path) -> bool:
    is_other = path.name == "LICENSE"
    return path.is_file() and not is_other and ".serde" not in path.name


def _rss(line: bytes) -> bytes:
    return b"<rss><channel><item><title>" + line + b"</title></item></channel></rss>"
