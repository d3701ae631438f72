"""Feeds that want to break in: nothing runs, no file is read, and nobody is asked.

Every address in the corpus is written anew before it is read: it leads to a server of
this test, or to a file that is watched, so that whoever follows one is seen.
"""

import ctypes
import os
import re
import struct
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from rostra.news.models import FeedEntry, Story, StoryVersion
from rostra.news.reading import FeedProblem, FeedRead, read_feed
from rostra.news.services.feeding import Feed
from rostra.news.services.polling import poll_feed
from rostra.news.services.taking_in import take_in
from tests.browser import visit
from tests.corpus import corpus
from tests.news.feed_server import item, rss

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.once,
]

SECRET = "the-secret-of-the-watched-file"
_SYSTEM = re.compile(
    rb"(\b(?:SYSTEM|PUBLIC\s+(?:\"[^\"]*\"|'[^']*'))\s+)(\"[^\"]*\"|'[^']*')"
)
_ADDRESS = re.compile(
    rb"(?<!xmlns=[\"'])(?:https?|ftp|file|php|expect|gopher)://[^\s\"'<>&)%]*"
)
_XMLNS = re.compile(rb"xmlns(?::\w+)?\s*=\s*(?:\"[^\"]*\"|'[^']*')")


class WatchedFile:
    """A file with a secret, and whether anybody in this process opens it: libxml2 opens
    files itself, which no hook of Python's sees (inotify(7))."""

    OPEN = 0x20

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_text(SECRET)
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._line = self._libc.inotify_init1(os.O_NONBLOCK)
        watch = self._libc.inotify_add_watch(self._line, bytes(path), self.OPEN)
        assert watch > 0, "this system does not tell who opens a file"

    def times_opened(self) -> int:
        """Since it was last asked."""
        try:
            told = os.read(self._line, 65_536)
        except BlockingIOError:
            return 0
        return len(told) // struct.calcsize("iIII")

    def close(self) -> None:
        os.close(self._line)


@pytest.fixture
def secret(tmp_path):
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells who opens a file")
    watched = WatchedFile(tmp_path / "secret.txt")
    yield watched
    watched.close()


@pytest.fixture
def feed(make_feed, server):
    """One that posts at once all that it says; it has had its first five entries."""
    feed = make_feed(server.url + "/feed")
    take_in(feed_id=feed.pk, read=read_feed(rss(item(1))))
    return feed


def leading_to(data: bytes, place: str) -> bytes:
    """A document all of whose addresses, but for names of namespaces, lead to a place."""
    told = place.encode()
    data = _SYSTEM.sub(lambda found: found[1] + b'"' + told + b'"', data)
    kept = [found.span() for found in _XMLNS.finditer(data)]

    def led(found: re.Match[bytes]) -> bytes:
        is_name = any(start <= found.start() < end for start, end in kept)
        return found[0] if is_name else told

    return _ADDRESS.sub(led, data)


def xml_attacks() -> list[bytes]:
    """Each file of hostile/xml, each line of its list, and each line within a feed."""
    folder = corpus("hostile/xml")
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    lines = (folder / "Intruders/XXE_Fuzzing.txt").read_bytes().splitlines()
    feed = b"<rss><channel><title>x</title><item><title>A story: %s</title></item></channel></rss>"
    shells = [_within(line, feed) for line in lines]
    return [*files, *lines, *shells]


def _within(line: bytes, feed: bytes) -> bytes:
    """A line's document type before a feed, and what it asks for inside of that."""
    before, _mark, asked = line.rpartition(b"]>")
    words = re.sub(rb"<[^>]*>", b"", asked) or b"&xxe;"
    return before + _mark + feed % words if before else feed % line


def scripts() -> list[bytes]:
    folder = corpus("hostile/xss_feed_sanitizer")
    return [path.read_bytes() for path in sorted(folder.rglob("*.xml"))]


def read_and_post(feed: Feed, texts: list[bytes], address: str) -> int:
    """Do with each what is done with a feed's answer; how many could be read."""
    read = 0
    for number, data in enumerate(texts):
        try:
            told = read_feed(data, address=address)
        except FeedProblem:
            continue
        read += 1
        entries = tuple(
            replace(
                entry,
                id=f"{number}-{place}-{len(address)}",
                addresses=(),
                headline=entry.headline or f"Number {number} of a feed",
            )
            for place, entry in enumerate(told.entries)
        )
        take_in(feed_id=feed.pk, read=FeedRead(told.format, entries=entries))
    return read


def test_the_watch_sees_who_follows_an_address(server, secret):
    """That a parser which may follow addresses is caught by what the other tests use."""
    server.says("/asked", b"<!ENTITY x 'y'>")
    text = b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://h.example/e">]><a>&x;</a>'
    careless = etree.XMLParser(resolve_entities=True, no_network=False, load_dtd=True)

    found = etree.fromstring(leading_to(text, secret.path.as_uri()), careless)

    assert found.text == SECRET
    assert secret.times_opened() > 0
    assert secret.times_opened() == 0


def test_no_file_is_read_and_nobody_is_asked(feed, server, secret):
    texts = [*xml_attacks(), *scripts()]
    followed = [leading_to(text, f"{server.url}/asked") for text in texts]
    opened = [leading_to(text, secret.path.as_uri()) for text in texts]
    assert sum(b"/asked" in text for text in followed) > 60
    assert sum(b"file://" in text for text in opened) > 60

    with _no_other_doors() as used:
        count = read_and_post(feed, followed, f"{server.url}/feed")
        count += read_and_post(feed, opened, f"{server.url}/a/feed")

    assert count > 700
    assert Story.objects.count() > 500
    assert server.asked == {}
    assert secret.times_opened() == 0
    assert used == []
    for table in (FeedEntry, Story, StoryVersion):
        assert SECRET not in repr(list(table.objects.values()))


def test_a_feed_asked_over_a_line_makes_no_further_request(feed, server, secret):
    """The same through the poll: what is asked is the feed, and nothing that it names."""
    some = xml_attacks()[::3] + scripts()[::12]
    for number, text in enumerate(some):
        place = f"{server.url}/asked" if number % 2 else secret.path.as_uri()
        server.says("/feed", leading_to(text, place), Content_Type="text/xml")
        feed.refresh_from_db()
        feed.etag = ""
        poll_feed(feed)

    assert server.asked == {"/feed": len(some)}
    assert secret.times_opened() == 0


class _no_other_doors:  # noqa: N801 - it is used as a function
    """Notes what this process opens on the network or starts, by Python's own hooks."""

    DOORS = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system")
    _used: list[str] | None = None
    _is_hooked = False

    def __enter__(self):
        cls = type(self)
        if not cls._is_hooked:  # A hook stays as long as the process.
            sys.addaudithook(cls._note)
            cls._is_hooked = True
        cls._used = []
        return cls._used

    def __exit__(self, *_raised):
        type(self)._used = None

    @classmethod
    def _note(cls, event, told):
        if cls._used is not None and event in cls.DOORS:
            to_database = event == "socket.connect" and ".s.PGSQL" in repr(told)
            if not to_database:
                cls._used.append(f"{event} {told[-1]!r}")


HARNESS = "<!doctype html><html><head><title>x</title></head><body>{}</body></html>"
_TRIGGER = """
async () => {
  for (const one of document.body.querySelectorAll("*")) {
    for (const kind of ["mouseover", "mouseout", "mousemove", "mousedown", "mouseup",
      "focus", "blur", "change", "keydown", "keypress", "keyup", "select", "submit",
      "reset", "load", "error", "abort", "resize", "unload", "dblclick", "toggle"])
      one.dispatchEvent(new Event(kind));
    if (!one.closest("a, form, button")) one.click?.();
  }
  await new Promise((done) => setTimeout(done, 300));
}
"""


def opened_in(chromium, server, pieces, at_once=60):
    """Show pieces of HTML in a browser, with no policy that would protect it, and do to
    each element all that its reader could; what happened then, and what was asked."""
    from playwright.sync_api import Error

    for number in range(0, len(pieces), at_once):
        html = HARNESS.format("\n".join(pieces[number : number + at_once]))
        path = f"/shown/{number}"
        server.says(path, html.encode(), Content_Type="text/html; charset=utf-8")
        with visit(chromium, server.url) as (page, watch):
            page.goto(path)
            try:
                page.evaluate(_TRIGGER)
            except Error as error:  # It went to another page.
                watch.troubles.append(str(error))
            own = tuple(
                f"{server.url}/{path}"
                for path in ("shown/", "favicon.ico", "icons.svg")
            )
            asked = [url for url in watch.requests if not url.startswith(own)]
            yield watch.troubles, asked


@pytest.mark.browser
def test_the_browser_sees_what_would_have_run(chromium, server):
    """That the scripts of the corpus are seen where they are shown as they came."""
    raw = []
    for data in scripts():
        data = leading_to(data, f"{server.url}/asked")
        raw += [entry.body for entry in read_feed(data).entries if entry.body]

    seen = list(opened_in(chromium, server, raw[::5], at_once=1))

    assert sum(bool(troubles) for troubles, _asked in seen) > 5
    assert sum(bool(asked) for _troubles, asked in seen) > 5


@pytest.mark.browser
def test_nothing_runs_in_a_browser_and_nobody_is_asked(
    chromium, feed, server, client, site
):
    texts = [leading_to(text, f"{server.url}/asked") for text in scripts()]
    read_and_post(feed, texts, f"{server.url}/feed")
    cards = []
    for story in Story.objects.select_related("topic").order_by("pk"):
        page = client.get(story.topic.get_absolute_url()).content.decode()
        card = page.partition('<article class="story')[2].partition("</article>")[0]
        assert card
        cards.append(f'<article class="story{card}</article>')

    assert len(cards) > 290
    for troubles, asked in opened_in(chromium, server, cards):
        assert troubles == []
        assert asked == []
