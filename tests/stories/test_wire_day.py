"""A day of a wire: what its editor and its readers see, from the first line to the kill.

The feeds are served by this test, and so is the site: a Rostra of its own would ask no
address of this machine. Each visit is a real browser's.
"""

import json
import re
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from playwright.sync_api import expect

from rostra.accounts.models import User
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.arranging import make_category
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.foundation.outgoing import Reach
from rostra.news.models import Feed, FeedEntry, Story
from rostra.news.services import polling
from rostra.news.services.polling import poll_feed
from tests.browser import visit
from tests.news.feed_server import item, rss, serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]

HEADLINE = "Storm barrier fails to close in surge"
LONG = (
    "The three gates were ordered shut before midnight, when the gauge at the mole rose "
    "faster than any forecast had said. Two closed within the hour. The third stood open "
    "until the tide had turned, and water ran over the old quay, into the cellars of "
    "Rope Street and along the tracks of the harbour railway, which will not run today. "
    "Crews pumped through the night while members of the council asked who had known."
)
FIRST = f"<p>The surge was 4.2 metres.</p><p>{LONG}</p>"
MORE = FIRST + "<p>Nobody was hurt, the harbour master said.</p>"
RIGHT = MORE.replace("4.2", "3.8") + "<p>Corrects the height of the surge.</p>"


def wired(headline: str, body: str, status: str = "usable", **more: str) -> bytes:
    """What the wire sends (ninjs): one story, as it is by now."""
    told = {"guid": "urn:wire:1", "url": "http://wire.example/1", "type": "text"}
    told |= {"headline": headline, "body_html": body, "pubstatus": status}
    return json.dumps({"items": [told | more]}).encode()


@pytest.fixture
def wire(monkeypatch, settings, tmp_path):
    """A server of feeds; of this machine's addresses only its own may be asked."""
    only = Reach(None, lambda address: str(address) == "127.0.0.1")
    monkeypatch.setattr(polling, "REACH", only)
    monkeypatch.setattr(polling, "SECONDS", 2.0)
    settings.ROSTRA_DATA = tmp_path
    with serving() as told:
        yield told


@pytest.fixture
def desk(make_user, site):
    """A house account, and a category that it posts in."""
    make_user("Halvern Wire", is_house=True)
    return make_category(name="Harbour")


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said):
        pass


@pytest.fixture
def base(site):
    """The address of this process as a site, with the test's own database."""
    application = get_wsgi_application()

    def answer(environ, start):
        try:
            # This server takes bytes and no kind of them, as kept parts of a page are.
            yield from map(bytes, application(environ, start))
        finally:
            connections.close_all()  # Each request is another thread's.

    server = make_server("127.0.0.1", 0, answer, _Threads, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(chromium, base, make_user):
    """Open a browser as somebody new of a rank; all are closed at the end."""
    browsers = []

    def open_as(name: str, role: str):
        user, client = make_user(name, role=role), Client()
        client.force_login(user)
        browser = visit(chromium, base)
        page, _watch = browser.__enter__()
        browsers.append(browser)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key}
        page.context.add_cookies([cookie | {"url": base}])
        return page

    yield open_as
    for browser in browsers:
        browser.__exit__(None, None, None)


def add_feed(editor, address: str, title: str, arrival: str = "Publish at once"):
    """Add a feed as an editor does, from its address; its page is open then."""
    editor.goto("/newsroom/feeds/")
    editor.get_by_label("Address of a feed, or of a site that has one").fill(address)
    editor.get_by_role("button", name="Look").click()
    editor.wait_for_load_state()
    if editor.locator("#title").count() == 0:  # It could not be read, and is kept.
        editor.goto("/newsroom/feeds/new/")
    editor.locator("#address").fill(address)
    editor.locator("#title").fill(title)
    editor.locator("#house").select_option(label="Halvern Wire")
    editor.locator("#category").select_option(label="Harbour")
    editor.get_by_label(arrival).check()
    editor.get_by_label("All of the text", exact=True).check()
    editor.get_by_role("button", name="Add feed").click()
    editor.get_by_role("heading", name=title).wait_for()
    return Feed.objects.get(address=address)


def poll(feed: Feed) -> None:
    """Ask a feed now, and do what the background does with it."""
    poll_feed(Feed.objects.get(pk=feed.pk))
    judge_waiting_quotes()


def reply(reader, text: str) -> None:
    reader.locator("#source").fill(text)
    reader.get_by_role("button", name="Post reply").click()
    reader.locator("article.post", has_text=text.splitlines()[-1]).wait_for()


def what_joining_makes_of_a_duplicate(reader, editor) -> None:
    """The place for what joining does when another outlet tells the same story: it is no
    second topic, and nothing that somebody wrote under the first is lost."""
    told = FeedEntry.objects.get(feed__title="The other wire")
    assert told.state in ("joined", "held")
    assert Story.objects.count() == 1
    reader.goto(Story.objects.get().topic.get_absolute_url())
    assert reader.get_by_text("Is my cellar safe?").count() == 1
    editor.goto("/newsroom/feeds/held/")
    waits = editor.get_by_text("The other wire").count()
    assert bool(waits) == (told.state == "held")


def test_a_day(wire, desk, opened):
    editor, reader = opened("Edda", "editor"), opened("Ada", "member")
    address = wire.says("/feed", wired(f"URGENT: {HEADLINE}", "<p> </p>"))

    # The first line, minutes old, is a story that can be talked about.
    feed = add_feed(editor, address, "The wire")
    poll(feed)
    reader.goto("/")
    reader.get_by_role("link", name=re.compile(HEADLINE)).first.click()
    reader.wait_for_url("**/topic/**")
    topic = reader.url
    reply(reader, "Is my cellar safe?")

    # Text comes, then more of it.
    wire.says("/feed", wired(HEADLINE, FIRST))
    poll(feed)
    reader.goto(topic)
    assert reader.get_by_text("The surge was 4.2 metres.").count() >= 1
    assert reader.get_by_text("The story was updated here.").count() == 1
    opening = reader.locator("article.story").get_attribute("data-post-id")
    quote = as_quote("Halvern Wire", int(opening), "The surge was 4.2 metres.")
    reply(reader, f"{quote}That is a metre over my door.")
    wire.says("/feed", wired(HEADLINE, MORE))
    poll(feed)

    # A correction marks the quotes of what was wrong, where it happened.
    wire.says("/feed", wired(HEADLINE, RIGHT))
    poll(feed)
    reader.goto(topic)
    turn = reader.locator("[data-story-turn]", has_text="was corrected here")
    assert "Corrects the height of the surge." in turn.inner_text()
    assert reader.get_by_text("Original edited since").count() == 1
    assert [
        one.get_attribute("data-story-version")
        for one in reader.locator("article.post").all()
    ] == ["1", "2"]
    turn.get_by_role("link", name="What changed").click()
    expect(reader.locator("[data-story-version='4'] del").first).to_be_visible()

    # Another outlet tells it, too.
    other = add_feed(
        editor, wire.says("/other", rss(item(7, HEADLINE, RIGHT))), "The other wire"
    )
    poll(other)
    what_joining_makes_of_a_duplicate(reader, editor)

    # The editor writes it anew; the wire goes on, and writes over nothing.
    reader.goto(topic)
    editor.goto(topic)
    editor.get_by_role("link", name="Change this story").click()
    editor.locator("#body").fill("We asked the pilots: **it never moved**.")
    editor.get_by_role("button", name="Save as a new version").click()
    editor.locator("article.story", has_text="it never moved").wait_for()
    wire.says("/feed", wired(HEADLINE, RIGHT + "<p>The wire’s own.</p>"))
    poll(feed)
    reader.reload()
    assert reader.get_by_text("it never moved").count() == 1
    assert reader.get_by_text("The wire’s own.").count() == 0
    editor.goto(re.sub(r"(/topic/\d+).*", r"\1/story/", topic))
    assert editor.get_by_text("sent another text since").count() == 1

    # The wire kills it: that goes through, also over what an editor wrote. The words go,
    # what was said about them stays.
    why = "Correction: the pilots were misquoted, and the story is withdrawn."
    wire.says("/feed", wired(f"KILL: {HEADLINE}", "", "canceled", ednote=why))
    poll(feed)
    reader.reload()
    for words in ("it never moved", "The surge was 4.2 metres.", "The wire’s own."):
        assert reader.get_by_text(words).count() == 0, words
    assert reader.get_by_text("the pilots were misquoted").count() >= 1
    assert reader.get_by_text("Is my cellar safe?").count() == 1
    assert reader.get_by_text("That is a metre over my door.").count() == 1
    assert reader.get_by_text("The story was withdrawn here.").count() == 1
    assert reader.locator("a", has_text="what changed").count() == 0
    reader.goto(re.sub(r"(/topic/\d+).*", r"\1/versions/", topic))
    gone = reader.get_by_text("What the story said is no longer shown.")
    expect(gone).to_have_count(1)
    assert reader.get_by_text("4.2 metres").count() == 0

    # Its editor sees who took it back and what went with it.
    editor.goto(topic)
    editor.get_by_role("link", name="Its title, and who took it back").click()
    entry = editor.locator("[data-withdrawal=canceled]")
    assert "Canceled by its publisher, for good" in entry.inner_text()
    assert "the pilots were misquoted" in entry.inner_text()
    assert "one quote" in entry.inner_text()
    editor.get_by_role("link", name="Withdrawals").click()
    withdrawals = editor.locator("[data-withdrawal]", has_text=HEADLINE)
    expect(editor.get_by_role("heading", name="Withdrawals")).to_be_visible()
    expect(withdrawals).to_have_count(1)

    # What is canceled never comes back, whatever the wire says.
    wire.says("/feed", wired(HEADLINE, RIGHT))
    poll(feed)
    reader.goto(topic)
    assert reader.get_by_text("3.8 metres").count() == 0
    editor.goto("/newsroom/feeds/held/")
    assert editor.locator("[data-released]").count() == 0


def test_an_editor_takes_a_story_back(wire, desk, opened):
    editor, reader = opened("Edda", "editor"), opened("Ada", "member")
    feed = add_feed(editor, wire.says("/feed", wired(HEADLINE, FIRST)), "The wire")
    poll(feed)
    topic = Story.objects.get().topic.get_absolute_url()
    reader.goto(topic)
    reply(reader, "Is my cellar safe?")

    editor.goto(topic)
    editor.get_by_role("link", name="Change this story").click()
    editor.get_by_label("Why", exact=True).fill("The pilots were misquoted.")
    editor.get_by_role("button", name="Withdraw this story").click()
    editor.get_by_role("button", name="Withdraw it for good").click()
    editor.get_by_text("This story has been withdrawn.").first.wait_for()

    reader.reload()
    assert reader.get_by_text("The surge was 4.2 metres.").count() == 0
    assert reader.get_by_text("The pilots were misquoted.").count() >= 1
    assert reader.get_by_text("Is my cellar safe?").count() == 1
    editor.goto("/newsroom/withdrawals/")
    entry = editor.locator("[data-withdrawal=by_hand]")
    assert "By Edda" in entry.inner_text()

    # The wire goes on; what an editor took back stays away.
    wire.says("/feed", wired(HEADLINE, MORE))
    poll(feed)
    reader.reload()
    assert reader.get_by_text("Nobody was hurt").count() == 0


def test_a_story_that_is_withheld_and_released(wire, desk, opened):
    editor, reader = opened("Edda", "editor"), opened("Ada", "member")
    feed = add_feed(editor, wire.says("/feed", wired(HEADLINE, FIRST)), "The wire")
    poll(feed)
    topic = Story.objects.get().topic.get_absolute_url()

    wire.says("/feed", wired(HEADLINE, "", "withheld"))
    poll(feed)
    reader.goto(topic)
    assert reader.get_by_text("The surge was 4.2 metres.").count() == 0

    wire.says("/feed", wired(HEADLINE, MORE))
    poll(feed)
    reader.reload()
    assert reader.get_by_text("Nobody was hurt").count() == 0
    editor.goto("/newsroom/feeds/held/")
    editor.locator("[data-released]").get_by_role("button", name="Put it back").click()
    editor.get_by_role("status").first.wait_for()
    expect(editor.locator("[data-released]")).to_have_count(0)
    reader.reload()
    assert reader.get_by_text("Nobody was hurt").count() >= 1
    assert reader.get_by_text("The story was put back here.").count() == 1


def test_what_is_broken_is_told_to_the_editor_and_stops_no_other(wire, desk, opened):
    editor, reader = opened("Edda", "editor"), opened("Ada", "member")
    said = rss(item(1, "Café closes at the quay after forty years", FIRST))
    latin = said.replace(b'version="1.0"', b'version="1.0" encoding="utf-8"', 1)
    latin = latin.decode().encode("latin-1")
    private = {"Location": "http://10.0.0.7/feed"}
    broken = {
        "Huge": (wire.says("/huge", b" " * 9_000_000), "too much of it"),
        "Slow": (wire.drips("/slow"), "did not give a whole answer"),
        "Private": (wire.says("/to", b"", 302, **private), "It was not asked."),
    }

    wrongly_coded = add_feed(editor, wire.says("/latin", latin), "Wrongly coded")
    for title, (address, _words) in broken.items():
        poll(add_feed(editor, address, title))
    poll(wrongly_coded)

    reader.goto("/")
    assert reader.get_by_text("Café closes at the quay").count() >= 1
    editor.goto("/newsroom/feeds/")
    for title, (_address, words) in broken.items():
        row = editor.locator("[data-feed-state=failing]", has_text=title)
        assert words in row.inner_text(), title
    assert editor.locator("[data-feed-state=working]", has_text="Wrongly").count() == 1
    assert User.objects.filter(is_house=True).count() == 1
