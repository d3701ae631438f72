"""Pages that posts name are read, and the passages looked for, outside requests."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from rostra.control.services.naming import change_site
from rostra.evidence.models import Source
from rostra.evidence.services import checking
from rostra.evidence.services.checking import check_sources, start_checking
from rostra.evidence.services.sourcing import Named, add_source, change_source
from rostra.forum.services.replying import post_reply
from rostra.foundation.outgoing import Reach
from rostra.foundation.page_text import MOST_WORDS, day_of, text_of
from rostra.foundation.versions import current_versions
from tests.forum.test_link_cards import HTML, answering

LOG = b"""<!doctype html><html><head><title>Watch-house log</title>
<meta property="article:published_time" content="2026-03-14T07:00:00Z">
<style>.x { color: red }</style><script>var hidden = "never shown";</script></head>
<body><!-- a remark --><p>Gate one was on its sill at 01:58.</p>
<p>Gate two at <b>02:09</b>, gate\xc2\xa0three not until \xe2\x80\x9c03:56\xe2\x80\x9d.</p>
<p>A &lt;b&gt; is shown as it is.</p></body></html>"""
PASSAGE = 'Gate two at 02:09, … not until "03:56"'


@pytest.fixture(autouse=True)
def _anywhere(monkeypatch):
    monkeypatch.setattr(checking, "REACH", Reach(None, lambda _address: True))
    monkeypatch.setattr("rostra.evidence.addresses._is_host", bool)


@pytest.fixture
def name(author, post):
    def name(address, passage=PASSAGE, of=post):
        named = Named(passage=passage)
        return add_source(author=author, post_id=of.pk, address=address, named=named)

    return name


def make_due():
    Source.objects.update(due_at=timezone.now())


def read_again(pages, use, *, days=0):
    """Have the page read again so many days later; the use as it stands then."""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        make_due()
        check_sources()
    use.refresh_from_db()
    use.source.refresh_from_db()
    return use


class TestReading:
    def test_a_page_is_read_after_the_source_is_named_and_the_passage_looked_for(
        self, name, post
    ):
        with answering({"/log": (200, HTML, LOG)}) as (base, asked):
            use = name(f"{base}/log")
            assert asked == []
            before = current_versions((f"topic:{post.topic_id}",))

            assert check_sources() == 1

            assert asked == ["/robots.txt", "/log"]
        use.refresh_from_db()
        source = use.source
        assert use.found == "found"
        assert "Gate two at 02:09" in use.excerpt
        assert (source.title, str(source.published_on)) == (
            "Watch-house log",
            "2026-03-14",
        )
        assert source.health == "read"
        assert len(source.text_digest) == 64
        assert source.due_at > timezone.now() + timedelta(hours=23)
        assert current_versions((f"topic:{post.topic_id}",)) != before

    @pytest.mark.parametrize(
        ("passage", "found"),
        [
            ("gate three not until 03:56", "missing"),
            ("A <b> is shown", "found"),
            ("never shown", "missing"),
            ("a remark", "missing"),
            ("color: red", "missing"),
            ("Gate two at 02:0", "missing"),
            ("", ""),
        ],
    )
    def test_words_are_compared_as_readers_see_them(self, passage, found, name):
        with answering({"/log": (200, HTML, LOG)}) as (base, _asked):
            use = name(f"{base}/log", passage)
            check_sources()

        use.refresh_from_db()
        assert use.found == found

    def test_a_page_says_who_publishes_it(self, name):
        said = b'<meta property="og:site_name" content="The Port &amp; Harbour">'
        page = (200, HTML, LOG.replace(b"</title>", b"</title>" + said))
        with answering({"/log": page}) as (base, _asked):
            use = name(f"{base}/log")
            check_sources()

        use.source.refresh_from_db()
        assert use.source.site_name == "The Port & Harbour"

    def test_what_comes_closest_is_kept_of_a_passage_that_is_not_there(self, name):
        with answering({"/log": (200, HTML, LOG)}) as (base, _asked):
            use = name(f"{base}/log", "Gate one was on its sill at 02:58.")
            check_sources()

        use.refresh_from_db()
        assert use.excerpt == "Gate one was on its sill at 01:58."

    def test_a_page_named_twice_is_read_once(self, name, author, topic):
        other = post_reply(author=author, topic_id=topic.pk, source="Once more.")
        with answering({"/log": (200, HTML, LOG)}) as (base, asked):
            name(f"{base}/log")
            check_sources()
            later = name(f"{base}/log", of=other)
            check_sources()

            assert later.found == "found"
            assert asked.count("/log") == 1

    def test_another_passage_is_looked_for_at_once(self, name, author, post):
        with answering({"/log": (200, HTML, LOG)}) as (base, _asked):
            use = name(f"{base}/log")
            check_sources()

        changed = change_source(
            author=author, post_id=post.pk, use_id=use.pk, named=Named(passage="No.")
        )

        assert changed.found == "missing"

    @pytest.mark.parametrize(
        "pages",
        [
            {"/log": (200, "application/pdf", b"%PDF-1.7")},
            {"/log": (403, HTML, LOG)},
            {"/log": (200, HTML, LOG), "/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /")},
            {"/log": (200, HTML, b"")},
        ],
    )  # fmt: skip
    def test_a_page_that_cannot_be_read_is_said_to_be_so(self, pages, name):
        with answering(pages) as (base, _asked):
            use = name(f"{base}/log")
            check_sources()

        use.refresh_from_db()
        assert (use.found, use.source.health) == ("unread", "unread")
        assert use.source.text == ""

    def test_an_address_within_our_own_network_is_never_asked(self, name, monkeypatch):
        with answering({"/log": (200, HTML, LOG)}) as (base, asked):
            use = name(f"{base}/log")
            monkeypatch.undo()

            check_sources()

            assert asked == []
        use.refresh_from_db()
        assert use.found == "unread"

    def test_nobody_is_asked_where_the_owner_wants_no_other_site_asked(
        self, name, site, make_user
    ):
        change_site(owner=make_user(role="owner"), has_link_cards=False)
        with answering({"/log": (200, HTML, LOG)}) as (base, asked):
            use = name(f"{base}/log")

            check_sources()

            assert asked == []
        assert use.found == "waiting"


class TestReadingAgain:
    def test_a_passage_that_is_gone_is_marked_and_its_words_are_kept(self, name):
        pages = {"/log": (200, HTML, LOG)}
        with answering(pages) as (base, _asked):
            use = name(f"{base}/log")
            check_sources()
            pages["/log"] = (200, HTML, b"<p>Gate two at 02:10.</p>")

            lost = read_again(pages, use, days=1)

            assert lost.found == "lost"
            assert lost.source.changed_at
            assert "02:09" in lost.source.text
            assert "02:09" in lost.excerpt
            pages["/log"] = (200, HTML, LOG + b"<p>More.</p>")

            back = read_again(pages, use, days=2)

            assert back.found == "found"
            assert back.source.changed_at is None
            assert "More." in back.source.text

    def test_a_passage_that_stays_is_found_though_another_is_gone(
        self, name, author, topic
    ):
        other = post_reply(author=author, topic_id=topic.pk, source="Once more.")
        pages = {"/log": (200, HTML, LOG)}
        with answering(pages) as (base, _asked):
            name(f"{base}/log")
            stays = name(f"{base}/log", "Gate one was on its sill", of=other)
            check_sources()
            pages["/log"] = (200, HTML, b"<p>Gate one was on its sill</p>")

            assert read_again(pages, stays, days=1).found == "found"

    def test_a_page_that_does_not_answer_is_gone_after_some_tries(self, name, post):
        pages = {"/log": (200, HTML, LOG)}
        with answering(pages) as (base, _asked):
            use = name(f"{base}/log")
            check_sources()
            pages["/log"] = (404, HTML, b"")
            for _try in range(3):
                assert read_again(pages, use).source.health == "read"

            gone = read_again(pages, use)

            assert gone.source.health == "dead"
            assert gone.source.failing_since
            assert gone.found == "found"
            assert gone.source.due_at > timezone.now() + timedelta(days=29)
            pages["/log"] = (200, HTML, LOG)
            back = read_again(pages, use, days=30)
            assert (back.source.health, back.source.failing_since) == ("read", None)

    @pytest.mark.parametrize("status", [503, 429])
    def test_a_page_is_not_gone_where_its_site_says_nothing_to_robots(
        self, status, name
    ):
        pages = {"/log": (200, HTML, LOG), "/robots.txt": (status, HTML, b"")}
        with answering(pages) as (base, asked):
            use = name(f"{base}/log")
            for _try in range(3):
                assert read_again(pages, use).source.health == "new"

            unread = read_again(pages, use)

            assert asked.count("/log") == 0
            assert (unread.found, unread.source.health) == ("unread", "unread")
            assert unread.source.failing_since is None
            pages["/robots.txt"] = (404, HTML, b"")
            assert read_again(pages, use, days=1).source.health == "read"

    def test_a_page_whose_site_is_not_there_is_gone(self, name):
        with answering({}) as (base, _asked):
            use = name(f"{base}/log")
        for _try in range(4):
            gone = read_again({}, use)

        assert gone.source.health == "dead"

    def test_a_page_that_is_read_again_and_again_is_asked_less_and_less(self, name):
        with answering({"/log": (200, HTML, LOG)}) as (base, _asked):
            use = name(f"{base}/log")
            waits = []
            for _time in range(5):
                source = read_again({}, use).source
                waits.append(
                    round((source.due_at - timezone.now()).total_seconds() / 86400)
                )

        assert waits == [1, 7, 30, 90, 90]

    def test_begins_on_a_thread_only_where_something_is_due(self, db):
        assert not start_checking()


class TestPageText:
    def test_the_words_of_a_page_are_bounded(self):
        assert len(text_of(b"<p>word " * 100_000, HTML)) <= MOST_WORDS

    @pytest.mark.parametrize(
        "page",
        [
            b"<div>" * 100_000,
            b"<p '" * 100_000,
            b"<p '>" * 100_000,
            b"<p a=" * 80_000 + b">",
            b"<p <" * 100_000,
            b"</" * 200_000,
            b"<svg>" * 80_000,
            b"<" * 400_000,
            b"<p " + b"a=' " * 100_000,
            b"&" * 400_000,
            b"<!--" * 100_000,
            b"<script>" * 50_000,
            b"\xff\xfe\x00" * 100_000,
        ],
    )
    def test_no_page_stops_the_reading(self, page):
        assert isinstance(text_of(page, HTML), str)

    def test_plain_text_is_words_too(self):
        assert text_of(b"a  <b>\n", "text/plain; charset=utf-8") == "a <b>"

    @pytest.mark.parametrize(
        ("said", "day"),
        [("2026-03-14", "2026-03-14"), ("2026-13-14", None), ("soon", None)],
    )
    def test_a_day_is_one_of_the_calendar(self, said, day):
        page = f'<meta name="date" content="{said}">'.encode()

        assert (found := day_of(page, HTML)) is None or str(found) == day
        assert bool(found) == bool(day)
