"""The newsroom's first page: what waits, for whom, and what asking costs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from rostra.forum.permissions import rights_of
from rostra.news.models import Feed, FeedEntry, Story
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.selectors.newsroom_page import newsroom_page
from rostra.news.services.taking_in import take_in

pytestmark = pytest.mark.django_db
THE_PAGE = "/newsroom/"


def entry(number):
    return EntryRead(id=f"{number}", headline=f"Story number {number}")


@pytest.fixture
def feed(make_feed):
    feed = make_feed("http://wire.example/feed", arrival="hold", joins="offer")
    entries = tuple(map(entry, range(5)))
    take_in(feed_id=feed.pk, read=FeedRead("rss", entries=entries))
    return feed


@pytest.fixture
def busy(feed, make_feed, make_topic):
    """Something of everything."""
    waits, refused, later, changed, _held = feed.entries.order_by("pk")
    posts = make_feed("http://other.example/feed")
    take_in(feed_id=posts.pk, read=FeedRead("rss", entries=(entry(9),)))
    story = Story.objects.get()
    FeedEntry.objects.filter(pk=waits.pk).update(about=make_topic())
    FeedEntry.objects.filter(pk=refused.pk).update(state="refused", reason="No.")
    now = timezone.now()
    FeedEntry.objects.filter(pk=later.pk).update(state="waiting", due_at=now)
    FeedEntry.objects.filter(pk=changed.pk).update(state="changed", story=story)
    posts.entries.update(state="released")
    bad = make_feed("http://bad.example/feed")
    Feed.objects.filter(pk=bad.pk).update(failures=3, last_error="It says 500.")
    off = make_feed("http://off.example/feed")
    Feed.objects.filter(pk=off.pk).update(failures=3, paused_at=now)
    return feed


def counts(page):
    waits = (
        page.held,
        page.joins,
        page.refused,
        page.released,
        page.changed,
        page.later,
    )
    return (*waits, page.feeds, page.failing, page.paused)


def test_counts_what_waits(busy, editor):
    page = newsroom_page(editor=editor)

    assert counts(page) == (2, 1, 1, 1, 1, 1, 4, 1, 1)
    assert [(one.title, one.error) for one in page.troubled] == [
        ("bad.example", "It says 500.")
    ]
    assert page.since == busy.entries.order_by("seen_at").first().seen_at


def test_costs_four_queries_however_much_waits(
    busy, editor, django_assert_max_num_queries
):
    rights_of(editor)

    with django_assert_max_num_queries(4):
        newsroom_page(editor=editor)


def test_reads_no_entry_that_is_done(busy, editor, django_assert_max_num_queries):
    """Counted on the indexes of what waits: a site keeps millions that do not."""
    if connection.vendor != "sqlite":
        pytest.skip("an empty table is read whole there, whatever its indexes")
    with django_assert_max_num_queries(10) as asked:
        newsroom_page(editor=editor)
    (sql,) = [one["sql"] for one in asked.captured_queries if "UNION" in one["sql"]]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]

    of_entries = [step for step in steps if " e " in step]
    assert len(of_entries) == 4
    for name in (
        "feed_entry_held",
        "feed_entry_refused",
        "feed_entry_due",
        "feed_entry_released",
    ):
        assert any(name in step for step in of_entries), of_entries


def test_shows_nothing_of_other_categories(busy, make_category, make_user, client):
    elsewhere = make_category("Staff", audience="staff")
    Feed.objects.update(category=elsewhere)
    Story.objects.get().topic.__class__.objects.update(category=elsewhere)

    page = newsroom_page(editor=make_user(role="editor"))

    assert counts(page) == (0,) * 9


def test_is_not_there_for_others(site, client, user, busy):
    client.force_login(user)
    assert client.get(THE_PAGE).status_code == 404
    with pytest.raises(PermissionDenied):
        newsroom_page(editor=user)


def test_leads_to_all_that_waits(site, client, editor, busy):
    client.force_login(editor)

    page = client.get(THE_PAGE).content.decode()

    for words in (
        "2 entries wait until you have looked",
        "1 seems to tell what is here already.",
        "1 story has another text in its feed",
        "1 entry could not be posted",
        "1 feed does not answer as it should",
        "It says 500.",
        "4 feeds are read",
        "1 of them is paused.",
        "1 withdrawn story can be told again",
        "1 entry or change waits for its time",
    ):
        assert words in page
    for path in ("held/", "joined/", "new/"):
        assert f'href="/newsroom/feeds/{path}"' in page
    assert 'href="/newsroom/stories/new/"' in page
    assert f'href="{THE_PAGE}"' in client.get("/").content.decode()


def test_says_what_to_do_where_nothing_is(site, client, editor):
    client.force_login(editor)

    page = client.get(THE_PAGE).content.decode()

    assert "No feeds yet" in page
    assert "Write a story yourself" in page


def test_says_that_nothing_waits(site, client, editor, make_feed):
    make_feed()
    client.force_login(editor)

    assert "Nothing waits for you" in client.get(THE_PAGE).content.decode()
