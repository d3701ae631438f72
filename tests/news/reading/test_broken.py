"""What is broken, cut off, hostile or endless is read as far as it goes, or refused in a
sentence; it never raises anything else, and needs neither long nor much memory."""

import random
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from rostra.news.reading import FeedProblem, FeedRead, read_feed, read_outlines
from rostra.news.reading.finding import feeds_of_page
from rostra.news.reading.pages import read_story_page
from tests.corpus import corpus
from tests.news.reading.expecting import BASE
from tests.news.reading.scores import note

FOLDERS = {
    "feedjira": 24,
    "feed_rs": 24,
    "feedparser": 8,
    "lemon24_reader": 24,
    "miniflux": 24,
    "trafilatura": 24,
    "newsml/iptc_g2": 24,
    "newsml/ninjs": 24,
    "newsml/superdesk": 40,
}
"""Into how many places a file of a folder is cut, and how often its bytes are changed."""


@cache
def whole(path: Path) -> FeedRead | None:
    try:
        return read_feed(path.read_bytes(), address=BASE)
    except FeedProblem:
        return None


def told(data: bytes) -> FeedRead | str:
    """What is read, or the sentence that an editor gets; anything else is raised."""
    try:
        return read_feed(data, address=BASE)
    except FeedProblem as problem:
        words = str(problem)
        assert words.startswith(("This ", "There is nothing ", "The agency's service "))
        assert words.endswith((".", "’", "'")) or "answered with an error" in words
        assert len(words) > 40
        return words


def files(folder: str) -> list[Path]:
    found = sorted(corpus(f"feeds/{folder}").rglob("*"))
    return [one for one in found if one.is_file() and one.name != "LICENSE"]


@pytest.mark.corpus
@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_read_of_a_file_that_is_cut_off_is_what_the_whole_says(folder):
    chance, count, differ = random.Random(7), 0, []

    for path in files(folder):
        data = path.read_bytes()
        for turn in range(FOLDERS[folder]):
            even = len(data) * turn // FOLDERS[folder]
            end = even if turn % 2 else chance.randrange(len(data) + 1)
            got, count = told(data[:end]), count + 1
            if isinstance(got, FeedRead) and not begins(whole(path), got):
                differ.append((path.name, end))

    note(f"{folder}: cut off", met=count - len(differ), missed=len(differ))
    assert differ == []


def begins(all_of_it: FeedRead | None, some: FeedRead) -> bool:
    """Whether the entries before the last, which may be cut, are the first of all."""
    names = [(e.id, e.headline) for e in some.entries[:-1]]
    if all_of_it is None:
        return names == []
    return names == [(e.id, e.headline) for e in all_of_it.entries][: len(names)]


@pytest.mark.corpus
@pytest.mark.parametrize("folder", FOLDERS)
def test_wrong_bytes_are_read_or_refused_in_a_sentence(folder):
    chance, count, refused = random.Random(11), 0, 0

    for path in files(folder):
        whole_one = path.read_bytes()[:40_000]
        for turn in range(FOLDERS[folder]):
            data = bytearray(whole_one)
            for _byte in range(1 + turn):
                if data:
                    data[chance.randrange(len(data))] = chance.randrange(256)
            got, count = told(bytes(data)), count + 1
            refused += isinstance(got, str)

    note(f"{folder}: wrong bytes", met=count, missed=0)
    assert count == len(files(folder)) * FOLDERS[folder]
    assert refused < count


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["xml", "svg", "html5lib-tests", "csv_injection"])
def test_hostile_files_are_read_or_refused_in_a_sentence(folder):
    paths = [one for one in corpus(f"hostile/{folder}").rglob("*") if one.is_file()]

    answers = {path.name: told(path.read_bytes()[:7_000_000]) for path in sorted(paths)}

    note(f"hostile/{folder}: in a sentence", met=len(answers), missed=0)
    assert answers
    for name, answer in answers.items():
        assert isinstance(answer, str) or not answer.entries, name


@pytest.mark.corpus
def test_lists_of_feeds_that_are_cut_off_are_read_as_far_as_they_go():
    for path in files("opml"):
        data = path.read_bytes()
        every = [one.address for one in read_outlines(data)]
        for turn in range(12):
            end = len(data) * turn // 12
            some = []
            with suppress(FeedProblem):
                some = [one.address for one in read_outlines(data[:end])]
            assert some == every[: len(some)]
        assert every


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "cp037", "hz"])
def test_texts_in_other_encodings_are_read_or_refused(encoding):
    text = "<rss><channel><item><title>Flut</title></item></channel></rss>"

    for end in (0, 1, 3, 7):
        data = text.encode(encoding)
        told(data[: len(data) - end])


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (500_000_000, 500_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "rostra.site.settings"
import django
django.setup()
from rostra.news.reading import FeedProblem, read_feed
head, part, tail = (sys.argv[n].encode().decode("unicode_escape") for n in (1, 2, 3))
count = (7_999_000 - len(head) - len(tail)) // len(part)
try:
    print(len(read_feed((head + part * count + tail).encode("latin-1")).entries))
except FeedProblem as problem:
    print(problem)
"""
G2 = "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet>"
ENDLESS = {
    "elements": ("<rss>", "<a/>", ""),
    "depth": ("", "<rss>", ""),
    "items of news": (G2, "<newsItem/>", ""),
    "items in items": (G2, "<newsItem>" * 99 + "</newsItem>" * 99, ""),
    "components": (
        "<NewsML><NewsItem>",
        "<NewsComponent>" * 99 + "<ContentItem/>" + "</NewsComponent>" * 99,
        "",
    ),
    "lines": (
        "<nitf><body><body.content><pre>",
        "a\\n",
        "</pre></body.content></body>",
    ),
    "pictures": (
        "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item>",
        "<media:content url='http://a.example/b.jpg'/>",
        "",
    ),
    "messages of a wire": ("\\x01", "\\x01", ""),
    "paragraphs of a wire": ("\\x01eca001 4 i\\n\\x02A =\\n\\n", "  a\\nb\\n", ""),
    "names": ("<!DOCTYPE a [<!ENTITY a 'bbbbbbbb'>]><rss>", "&a;", "</rss>"),
    "text in Base64": ("<entry><content mode='base64'>", "QUJD", "</content></entry>"),
    "lists in JSON": ("[", "[", ""),
    "items in JSON": ('[{"uri":"a"}', ',{"uri":"a","headline":"b"}', "]"),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_eight_megabytes_need_neither_long_nor_much_memory(kind):
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LIMITED, *ENDLESS[kind]],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert said.returncode == 0, said.stderr[-500:]
    assert said.stdout.strip()


@pytest.mark.corpus
def test_broken_pages_are_searched_for_feeds_and_stories_without_a_fault():
    paths = [one for one in corpus("feeds").rglob("*.html") if one.is_file()]
    chance = random.Random(13)

    for path in paths:
        whole_one = path.read_bytes()
        for turn in range(40):
            data = bytearray(whole_one[: len(whole_one) * (turn + 1) // 40])
            for _byte in range(turn):
                data[chance.randrange(len(data))] = chance.randrange(256)
            found = feeds_of_page(bytes(data), "text/html", BASE)
            page = read_story_page(bytes(data), "text/html", BASE)
            assert all(where.startswith("http") for where, _title in found)
            assert page.addresses[0] == BASE
    assert len(paths) >= 5
