"""Pages that members link to are asked once what they say, and never in a request."""

import io
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from rostra.control.services.naming import change_site
from rostra.forum.models import LinkCard, PostLink
from rostra.forum.services import asking_pages
from rostra.forum.services.asking_pages import ask_pages, forget_unused_cards
from rostra.forum.services.composing import compose
from rostra.forum.services.editing import edit_post
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.judging import words_of
from rostra.forum.services.replying import post_reply
from rostra.foundation.markup import videos
from rostra.foundation.outgoing import Reach
from rostra.foundation.versions import current_versions

pytestmark = pytest.mark.django_db

HTML = "text/html; charset=utf-8"
PAGE = b"<title>The tide</title><meta name=description content='Waits'>"


def drawn() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, "PNG")
    return out.getvalue()


@contextmanager
def answering(pages):
    """A site with these pages, each a status, a kind and bytes; what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            found = pages.get(self.path.partition("?")[0], (404, HTML, b""))
            status, kind, body = found
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_about):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def _anywhere(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(asking_pages, "REACH", Reach(None, lambda _address: True))
    settings.ROSTRA_DATA = tmp_path


@pytest.fixture
def owner(site, make_user):
    return make_user("Ottoline", role="owner")


@pytest.fixture
def link(user, topic):
    """Post a link that stands alone."""
    return lambda address: post_reply(author=user, topic_id=topic.pk, source=address)


def dies(*_given):
    raise KeyboardInterrupt


def make_due():
    LinkCard.objects.exclude(due_at=None).update(due_at=timezone.now())


def test_a_page_is_asked_after_the_post_is_written_and_shown_under_the_link(
    link, topic, settings
):
    picture = b"<meta property=og:image content=/p.png>"
    pages = {"/a": (200, HTML, PAGE + picture), "/p.png": (200, "image/png", drawn())}
    with answering(pages) as (base, asked):
        post = link(f"{base}/a")
        assert asked == []
        before = current_versions((f"topic:{topic.pk}",))

        assert ask_pages() == 1

        post.refresh_from_db()
        assert "The tide" in post.html
        assert "Waits" in post.html
        assert current_versions((f"topic:{topic.pk}",)) != before
        assert asked == ["/robots.txt", "/a", "/p.png"]
    card = LinkCard.objects.get()
    assert f"/media/{card.picture}" in post.html
    assert (Path(settings.ROSTRA_DATA) / "media" / card.picture).is_file()
    assert card.due_at is None


def test_a_page_is_asked_once_however_many_link_to_it(link, user, topic):
    with answering({"/a": (200, HTML, PAGE)}) as (base, asked):
        link(f"{base}/a")
        ask_pages()
        later = link(f"{base}/a\n\nonce more")
        ask_pages()

        assert "The tide" in later.html
        assert asked.count("/a") == 1


def test_what_a_page_says_is_no_part_of_the_words_that_are_quoted(link, user, topic):
    with answering({"/a": (200, HTML, PAGE)}) as (base, _asked):
        post = link(f"before\n\n{base}/a\n\nafter")
        ask_pages()
        post.refresh_from_db()
        quote = (
            f"> @Ada [said](/post/{post.pk}/):\n>\n> before\n>\n> {base}/a\n>\n> after"
        )

        quoting = post_reply(author=user, topic_id=topic.pk, source=quote)

    assert "The tide" not in words_of(post.html)
    assert quoting.quotes.get().state == "exact"


@pytest.mark.parametrize(
    "pages",
    [
        {},
        {"/a": (200, "application/pdf", PAGE)},
        {"/a": (200, HTML, b"no title")},
        {"/a": (200, HTML, PAGE + b"<meta name=robots content=noindex>")},
        {"/a": (200, HTML, PAGE), "/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /")},
        {"/a": (200, HTML, PAGE), "/robots.txt": (200, "text/plain", b"User-agent: rostra\nDisallow: /a")},
    ],
)  # fmt: skip
def test_a_page_that_says_nothing_or_forbids_it_has_no_card(pages, link):
    with answering(pages) as (base, _asked):
        post = link(f"{base}/a")

        ask_pages()

    html = post.html
    post.refresh_from_db()
    assert post.html == html
    assert LinkCard.objects.get().due_at is None


def test_a_picture_that_cannot_be_drawn_is_left_out(link):
    picture = b"<meta property=og:image content=/p.png>"
    pages = {"/a": (200, HTML, PAGE + picture), "/p.png": (200, "image/png", PAGE)}
    with answering(pages) as (base, _asked):
        post = link(f"{base}/a")
        ask_pages()

    post.refresh_from_db()
    assert "The tide" in post.html
    assert "<img" not in post.html


def test_a_page_that_does_not_answer_is_asked_again_and_then_no_more(link):
    with answering({"/a": (503, HTML, b"")}) as (base, asked):
        link(f"{base}/a")
        for _try in range(8):
            ask_pages()
            make_due()

        assert asked.count("/a") == 4
    assert LinkCard.objects.get().due_at is None


@pytest.mark.parametrize("step", ["put_file", "show_again"])
def test_a_process_that_dies_while_it_asks_loses_no_card(
    step, link, monkeypatch, settings
):
    picture = b"<meta property=og:image content=/p.png>"
    pages = {"/a": (200, HTML, PAGE + picture), "/p.png": (200, "image/png", drawn())}
    with answering(pages) as (base, _asked):
        post = link(f"{base}/a")
        with monkeypatch.context() as dying:
            dying.setattr(asking_pages, step, dies)
            with pytest.raises(KeyboardInterrupt):
                ask_pages()
        make_due()

        assert ask_pages() == 1

    post.refresh_from_db()
    assert "The tide" in post.html
    card = LinkCard.objects.get()
    files = (Path(settings.ROSTRA_DATA) / "media" / "cards").rglob("*.webp")
    assert [file.name for file in files] == [Path(card.picture).name]
    assert card.due_at is None


def test_a_page_that_ends_processes_is_not_asked_for_ever(link, monkeypatch):
    monkeypatch.setattr(asking_pages, "head_of", dies)
    with answering({"/a": (200, HTML, PAGE)}) as (base, asked):
        link(f"{base}/a")
        for _try in range(4):
            with pytest.raises(KeyboardInterrupt):
                ask_pages()
            make_due()

        ask_pages()

        assert asked.count("/a") == 4
    assert LinkCard.objects.get().due_at is None


def test_an_address_within_our_own_network_is_never_asked(link, monkeypatch):
    monkeypatch.undo()
    with answering({"/a": (200, HTML, PAGE)}) as (base, asked):
        link(f"{base}/a")

        ask_pages()

        assert asked == []


def test_a_video_is_asked_for_where_its_site_tells_of_it(link, monkeypatch):
    told = b'{"title": "Gate three", "author_name": "The port"}'
    with answering({"/oembed": (200, "application/json", told)}) as (base, asked):
        monkeypatch.setitem(videos._TELLS, "YouTube", f"{base}/oembed")
        post = link("https://youtu.be/abc")
        assert "Video on YouTube" in post.html

        ask_pages()

        assert asked == ["/oembed?format=json&url=https%3A%2F%2Fyoutu.be%2Fabc"]
    post.refresh_from_db()
    assert "Gate three" in post.html
    assert "The port" in post.html


@pytest.mark.parametrize(
    "told", [b"[]", b"{}", b"no", b'{"title": null}', b"[" * 90_000]
)
def test_a_video_of_which_nothing_is_told_keeps_the_card_it_has(
    told, link, monkeypatch
):
    with answering({"/oembed": (200, "application/json", told)}) as (base, _asked):
        monkeypatch.setitem(videos._TELLS, "YouTube", f"{base}/oembed")
        post = link("https://youtu.be/abc")

        ask_pages()

    post.refresh_from_db()
    assert "Video on YouTube" in post.html


def test_nobody_is_asked_where_the_owner_does_not_want_it(link, site, owner):
    change_site(owner=owner, has_link_cards=False)

    link("https://www.example.com/a")

    assert not LinkCard.objects.exists()


def test_who_waits_when_the_owner_switches_it_off_is_not_asked(link, site, owner):
    with answering({"/a": (200, HTML, PAGE)}) as (base, asked):
        link(f"{base}/a")
        change_site(owner=owner, has_link_cards=False)

        ask_pages()

        assert asked == []
    assert LinkCard.objects.get().due_at is None


def test_an_edit_changes_which_pages_are_linked(link, user):
    post = link("https://www.example.com/a")

    edit_post(editor=user, post_id=post.pk, source="https://www.example.com/b")

    linked = PostLink.objects.filter(post=post).values_list("card__address", flat=True)
    assert list(linked) == ["https://www.example.com/b"]


def test_a_card_that_nobody_links_to_any_more_is_forgotten(link, user, moderator):
    post = link("https://www.example.com/a")
    kept = link("https://www.example.com/b")
    LinkCard.objects.update(made_at=timezone.now() - timedelta(days=2))

    erase_words(editor=moderator, post_id=post.pk, notice="Gone.")

    assert forget_unused_cards() == 1
    assert LinkCard.objects.get() == kept.links.get().card


def test_a_link_to_this_site_itself_is_not_asked(link, settings):
    settings.ROSTRA_ADDRESS = "https://forum.example"

    link("https://forum.example/topic/7/")

    assert not LinkCard.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_asking_begins_on_a_thread_of_its_own_where_something_is_due(link):
    assert not asking_pages.start_asking()
    with answering({"/a": (200, HTML, PAGE)}) as (base, _asked):
        post = link(f"{base}/a")

        assert asking_pages.start_asking()
        for thread in threading.enumerate():
            if thread.name == "link-cards":
                thread.join(30)

    post.refresh_from_db()
    assert "The tide" in post.html
    assert not asking_pages.start_asking()


def test_a_text_without_such_links_costs_no_query(user):
    compose(user, "what is kept in the process is known by now")

    with CaptureQueriesContext(connection) as asked:
        compose(user, "see https://www.example.com/a and [b](https://c.example)")

    assert len(asked) == 0
