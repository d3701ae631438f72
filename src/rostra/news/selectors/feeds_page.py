"""The feeds of a site, how they have answered, and what waits for an editor."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from rostra.accounts.models import User
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Feed, FeedEntry
from rostra.news.policies import FeedPolicy
from rostra.news.services.watching import PREFIX

AT_ONCE = 50
HEIGHT = 24
"""Of the chart, in its own units; a time that failed has all of it."""
_SLOWEST = 5_000
_DAY = timedelta(days=1)
_WAITING = (FeedEntry.State.HELD, FeedEntry.State.RELEASED)
"""For an editor."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One time that a feed was asked, as the chart draws it."""

    x: int
    y: int
    height: int
    came: str


@dataclass(frozen=True, slots=True)
class Health:
    """How a feed answered lately: a chart, and the same in numbers."""

    bars: tuple[Bar, ...]
    asked: int
    failed: int
    median: int
    """Milliseconds of an answer, in the middle of all."""
    since: datetime | None

    @property
    def width(self) -> int:
        return 4 * max(len(self.bars), 12)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a feed that is a folder; `why` it was refused, if it was."""

    name: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed in the list. `state` is new, working, failing or paused."""

    id: int
    title: str
    address: str
    category: str
    state: str
    failures: int
    last_error: str
    answered_at: datetime | None
    next_at: datetime | None
    today: int
    held: int
    health: Health
    moved_to: str
    moved_times: int
    folder: str
    """Its name, if the feed is one."""
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class FeedsPage:
    rows: tuple[FeedRow, ...]
    count: int
    failing: int
    held: int
    number: int
    has_more: bool


def feeds_page(*, editor: User, number: int = 1) -> FeedsPage:
    """Feeds of the categories that are the editor's to look after, by their titles, some
    at a time: six queries. Raises PermissionDenied."""
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    theirs = Feed.objects.filter(category__in=policy.places)
    start = (max(number, 1) - 1) * AT_ONCE
    feeds = list(theirs.select_related("category")[start : start + AT_ONCE + 1])
    shown = feeds[:AT_ONCE]
    waiting = FeedEntry.objects.filter(
        state__in=_WAITING, feed__category__in=policy.places
    )
    held = _by_feed(waiting, shown)
    recent = FeedEntry.objects.filter(seen_at__gte=timezone.now() - _DAY)
    today = _by_feed(recent.filter(state=FeedEntry.State.PUBLISHED), shown)
    return FeedsPage(
        rows=tuple(_row(feed, held, today) for feed in shown),
        count=theirs.count(),
        failing=theirs.filter(failures__gt=0, paused_at=None).count(),
        held=waiting.count(),
        number=max(number, 1),
        has_more=len(feeds) > AT_ONCE,
    )


def feed_row(*, editor: User, feed_id: int) -> tuple[Feed, FeedRow]:
    """One feed with its health: three queries. Raises NotVisible."""
    feed = Feed.objects.select_related("category").filter(pk=feed_id).first()
    if feed is None or not FeedPolicy(editor).govern(feed.category_id):
        raise NotVisible("feed")
    held = _by_feed(FeedEntry.objects.filter(state__in=_WAITING), [feed])
    recent = FeedEntry.objects.filter(seen_at__gte=timezone.now() - _DAY)
    today = _by_feed(recent.filter(state=FeedEntry.State.PUBLISHED), [feed])
    return feed, _row(feed, held, today)


def _by_feed(rows: QuerySet[FeedEntry], feeds: list[Feed]) -> dict[int, int]:
    there = rows.filter(feed__in=[feed.pk for feed in feeds])
    return dict(there.values_list("feed").annotate(Count("pk")).order_by())


def _row(feed: Feed, held: dict[int, int], today: dict[int, int]) -> FeedRow:
    return FeedRow(
        id=feed.pk,
        title=feed.title,
        address=feed.address,
        category=feed.category.name,
        state=_state(feed),
        failures=feed.failures,
        last_error=feed.last_error,
        answered_at=feed.answered_at,
        next_at=feed.next_at,
        today=today.get(feed.pk, 0),
        held=held.get(feed.pk, 0),
        health=health_of(feed.polls),
        moved_to=feed.moved_to,
        moved_times=feed.moved_times,
        folder=feed.address.removeprefix(PREFIX) if feed.is_folder else "",
        files=tuple(_file(*told) for told in reversed(feed.files)),
    )


def _file(seconds: int, name: str, why: str) -> FileRow:
    return FileRow(name, datetime.fromtimestamp(seconds, UTC), why)


def _state(feed: Feed) -> str:
    if feed.paused_at:
        return "paused"
    if feed.failures:
        return "failing"
    return "working" if feed.answered_at else "new"


def health_of(polls: Iterable[tuple[int, int, str]]) -> Health:
    """The chart of the last times a feed was asked."""
    polls = list(polls)
    bars = tuple(
        _bar(place, took, came) for place, (_at, took, came) in enumerate(polls)
    )
    times = sorted(took for _at, took, came in polls if came != "failed")
    return Health(
        bars=bars,
        asked=len(polls),
        failed=sum(bar.came == "failed" for bar in bars),
        median=times[len(times) // 2] if times else 0,
        since=datetime.fromtimestamp(polls[0][0], UTC) if polls else None,
    )


def _bar(place: int, took: int, came: str) -> Bar:
    share = min(took, _SLOWEST) / _SLOWEST
    height = HEIGHT if came == "failed" else 3 + round(share**0.5 * (HEIGHT - 6))
    return Bar(4 * place, HEIGHT - height, height, came)
