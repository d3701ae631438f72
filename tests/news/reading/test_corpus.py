"""Feeds that nobody here wrote: what of them is read, and how the rest is refused.

`pytest -s` prints the score of each folder. What is not met, and why, is in
docs/decisions/0016-feeds.md.
"""

import random
from contextlib import suppress
from pathlib import Path

import pytest

from rostra.news.reading import FeedProblem, read_feed, read_outlines
from rostra.news.services.story_text import story_html
from tests.corpus import corpus
from tests.news.reading.expecting import (
    BASE,
    meets_feed_rs,
    meets_feedparser,
    problem_of,
    score,
)

pytestmark = [pytest.mark.corpus]

BASE64 = [
    f"{place}_{part}_base64{more}.xml"
    for place, part in (
        ("entry", "content"),
        ("entry", "summary"),
        ("entry", "title"),
        ("feed", "rights"),
        ("feed", "subtitle"),
        ("feed", "title"),
    )
    for more in ("", "_2")
]
"""Of Atom 0.3 only: nobody sends it, and what it holds might be anything."""
MISSED = {
    "atom10": sorted(BASE64),
    "rss": [
        "entity_in_doctype.xml",
        "item_description_and_summary.xml",
        "item_summary_and_description.xml",
    ],
    "media-rss": ["media_group.xml"],
}
LEAST = {"atom10": 77, "rss": 65, "rdf": 9, "namespace": 18, "media-rss": 4}


@pytest.mark.parametrize("folder", ["atom10", "rss", "rdf", "namespace", "media-rss"])
def test_feedparsers_feeds_say_what_their_authors_expect(folder):
    paths = sorted(corpus(f"feeds/feedparser/wellformed/{folder}").glob("*.xml"))

    counts, missed = score(paths, _met)

    print(f"\nfeedparser/{folder}: {dict(counts)}")
    assert missed == MISSED.get(folder, [])
    assert counts["met"] >= LEAST[folder]


@pytest.mark.parametrize("folder", ["rss0", "rss1", "rss2", "atom"])
def test_feed_rss_feeds_say_what_their_authors_expect(folder):
    paths = sorted(corpus(f"feeds/feed_rs/{folder}").glob("*.xml"))
    paths = [one for one in paths if one.with_name(f"{one.stem}.serde.json").exists()]

    counts, missed = score(paths, meets_feed_rs)

    print(f"\nfeed_rs/{folder}: {dict(counts)}")
    assert missed == []
    assert counts["met"] == len(paths)


def test_json_feeds_say_what_their_authors_expect():
    paths = sorted(corpus("feeds/feed_rs/jsonfeed").glob("*[0-9].json"))

    counts, missed = score(paths, meets_feed_rs)

    print(f"\nfeed_rs/jsonfeed: {dict(counts)}")
    assert missed == []
    assert counts["met"] == 3


NEITHER = (
    "holds no feed",
    "not a feed",
    "is NewsML 1",
    "without a news item",
    "coming events only",
    "neither a JSON Feed",
    "is a page",
    "entities of its own",
    "version that is not read",
)
REFUSED = {
    "feedjira": 7,
    "feedparser": 3,
    "feed_rs": 2,
    "lemon24_reader": 1,
    "miniflux": 2,
    "newsml/iptc_g2": 17,
    "newsml/ninjs": 9,
    "newsml/superdesk": 4,
    "trafilatura": 0,
}


@pytest.mark.parametrize("folder", sorted(REFUSED))
def test_every_file_is_read_or_refused_in_a_sentence(folder):
    paths = [
        one for one in sorted(corpus(f"feeds/{folder}").rglob("*")) if _is_feed(one)
    ]

    problems = {one.name: problem_of(one) for one in paths}

    refused = {name: words for name, words in problems.items() if words}
    print(f"\n{folder}: {len(paths) - len(refused)} of {len(paths)} read")
    assert len(refused) <= REFUSED[folder], refused
    assert all(any(known in words for known in NEITHER) for words in refused.values())


def test_every_list_of_feeds_is_read():
    paths = sorted(corpus("feeds/opml").rglob("*.opml"))

    counts = [len(read_outlines(one.read_bytes())) for one in paths]

    print(f"\nopml: {len(paths)} lists, {sum(counts)} feeds")
    assert len(paths) == 29
    assert min(counts) >= 2


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


def _met(path: Path) -> bool:
    try:
        return meets_feedparser(path)
    except FeedProblem:
        return False


def _is_feed(path: Path) -> bool:
    is_other = path.name == "LICENSE" or path.suffix == ".html"
    return path.is_file() and not is_other and ".serde" not in path.name


def _rss(line: bytes) -> bytes:
    return b"<rss><channel><item><title>" + line + b"</title></item></channel></rss>"


def test_broken_bytes_give_a_sentence_and_never_a_traceback():
    kinds = (
        "feed_rs/*/*.xml",
        "newsml/*/*.xml",
        "newsml/*/*/*.json",
        "feed_rs/jsonfeed/*",
    )
    paths = [one for kind in kinds for one in sorted(corpus("feeds").glob(kind))][::3]
    chance = random.Random(5)

    for path in paths:
        data = bytearray(path.read_bytes()[:20_000])
        for _turn in range(4):
            broken = data[: chance.randrange(len(data))]
            for _byte in range(chance.randrange(30)):
                if broken:
                    broken[chance.randrange(len(broken))] = chance.randrange(256)
            with suppress(FeedProblem):
                read_feed(bytes(broken), address=BASE)
