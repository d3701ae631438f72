"""Ask feeds whether they have something new: when each is due, and never for long.

Never within a request. Asking waits for others, so it has many threads; reading and
writing take turns. A feed that failed is asked on other threads than those that answer,
so that feeds which hang, however many, keep only each other waiting.
"""

import logging
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.foundation import outgoing
from rostra.foundation.releasing import release_connection
from rostra.news.models import Feed
from rostra.news.reading import FeedProblem, FeedRead, read_feed
from rostra.news.reading.decoding import MOST_BYTES
from rostra.news.services.moves import follow_move
from rostra.news.services.picturing_later import fetch_in_turn, want_pictures
from rostra.news.services.taking_in import take_in
from rostra.news.services.watching import entries_waiting, take_files

REACH = outgoing.PUBLIC
SECONDS = 10.0
"""For all of an answer."""
THREADS = {False: 64, True: 16}
"""For feeds that answered when they were last asked, and for those that did not."""
PICTURED = 20
"""Of so many of its newest stories a feed's thread fetches pictures; then others do."""
LEASE = timedelta(minutes=5)
"""A feed that is being asked is due again after this: a process may have died."""
LONGEST = timedelta(days=1)
CHART = 48
"""So many of the last times are kept for the chart."""
HEADERS = {
    "User-Agent": "Rostra (feed reader)",
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.9, */*;q=0.5",
}

_log = logging.getLogger(__name__)
_pools: dict[bool, ThreadPoolExecutor] = {}
_busy = {False: 0, True: 0}
_counting = threading.Lock()
_writing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking a feed: something to take in, or what to tell an editor."""

    read: FeedRead | None = None
    etag: str = ""
    last_modified: str = ""
    is_same: bool = False
    is_gone: bool = False
    error: str = ""
    wait: timedelta | None = None
    """How long the server wants to be left alone."""
    moved: str = ""
    """Where it says that the feed has moved to for good."""

    @property
    def came(self) -> str:
        """In a word, for the chart."""
        if self.error:
            return "failed"
        return "same" if self.is_same else "read"


def start_polling() -> int:
    """Begin to ask the feeds that are due, on threads; how many. One query where none is."""
    started = 0
    for has_failed in (False, True):
        with _counting:
            room = THREADS[has_failed] - _busy[has_failed]
        for feed in _claim(has_failed, room) if room > 0 else ():
            with _counting:
                _busy[has_failed] += 1
            _pool(has_failed).submit(_poll_and_note, feed, has_failed)
            started += 1
    return started


def poll_feed(feed: Feed) -> Answer:
    """Ask one feed, take in what it says, and note how that went."""
    begun = time.monotonic()
    release_connection()
    answer = ask(feed)
    took = time.monotonic() - begun
    answer, pictured = _take(feed, answer)
    release_connection()
    with _writing:
        note_answer(feed_id=feed.pk, answer=answer, took=took, address=feed.address)
    if pictured and feed.has_pictures:
        for story_id in pictured[:-PICTURED]:
            want_pictures(story_id)
        fetch_in_turn(pictured[-PICTURED:], reach=REACH)
    return answer


@transaction.atomic
def note_answer(
    *,
    feed_id: int,
    answer: Answer,
    took: float,
    address: str = "",
    now: datetime | None = None,
) -> None:
    """Keep how a feed answered in `took` seconds, and when it is asked again. What an
    address answered that is no longer the feed's says nothing of the new one."""
    rows = Feed.objects.select_for_update(no_key=True)
    feed = rows.filter(pk=feed_id).first()
    if feed is None:  # It was removed meanwhile.
        return
    if address and address != feed.address:
        return
    now = now or timezone.now()
    feed.polls = [*feed.polls, [int(now.timestamp()), round(took * 1000), answer.came]][
        -CHART:
    ]
    if answer.error:
        feed.failures = min(feed.failures + 1, 1_000)
        feed.last_error = answer.error[:300]
    else:
        feed.failures, feed.last_error, feed.answered_at = 0, "", now
        follow_move(feed, answer.moved)
    if answer.read is not None:
        feed.etag, feed.last_modified = answer.etag, answer.last_modified
        feed.home = feed.home or answer.read.home[:1000]
    if answer.is_gone:
        feed.paused_at = feed.paused_at or now
    wait = next_wait(feed.minutes, feed.failures, answer.wait)
    feed.next_at = None if feed.paused_at else now + wait
    feed.save()


def ask(feed: Feed, *, anew: bool = False) -> Answer:
    """What a feed says; raises nothing. If `anew`, also what it has said before."""
    if feed.is_folder:
        return _answer_of_folder(feed)
    told = {}
    if not anew:
        told = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    headers = HEADERS | {name: value for name, value in told.items() if value}
    try:
        reply = outgoing.fetch(
            feed.address,
            headers=headers,
            seconds=SECONDS,
            most=MOST_BYTES,
            redirects=5,
            reach=REACH,
        )
    except outgoing.Refused as refused:
        return Answer(error=_("It was not asked. %(why)s") % {"why": refused})
    except outgoing.Unanswered as unanswered:
        return Answer(error=words_of(unanswered))
    return _answer_of(reply)


def _answer_of_folder(feed: Feed) -> Answer:
    try:
        entries = entries_waiting(feed)
    except OSError as error:
        told = {"why": error.strerror or type(error).__name__}
        return Answer(error=_("Its folder cannot be read: %(why)s.") % told)
    if not entries:
        return Answer(is_same=True)
    return Answer(read=FeedRead(_("files"), title=feed.title, entries=entries))


def words_of(unanswered: outgoing.Unanswered) -> str:
    """Why there is no answer, for an editor."""
    if isinstance(unanswered, outgoing.TooSlow):
        seconds = {"seconds": round(SECONDS)}
        return (
            _("The server did not give a whole answer in %(seconds)s seconds.")
            % seconds
        )
    return str(unanswered)


def _answer_of(reply: outgoing.Reply) -> Answer:
    if reply.status == 304:
        return Answer(is_same=True, moved=reply.moved)
    if reply.status == 410:
        return Answer(
            is_gone=True, error=_("The server says that this feed is gone for good.")
        )
    if reply.status != 200:
        return Answer(
            error=_("The server answered with status %(status)s.")
            % {"status": reply.status},
            wait=retry_after(reply.headers.get("retry-after", ""), timezone.now()),
        )
    kind = reply.headers.get("content-type", "")
    try:
        read = read_feed(reply.body, content_type=kind, address=reply.url)
    except FeedProblem as problem:
        return Answer(error=str(problem))
    return Answer(
        read=read,
        etag=_tag(reply.headers.get("etag", ""), 300),
        last_modified=_tag(reply.headers.get("last-modified", ""), 100),
        moved=reply.moved,
    )


def _tag(words: str, most: int) -> str:
    return (
        words if len(words) <= most and words.isascii() and words.isprintable() else ""
    )


def retry_after(words: str, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for (RFC 9110, 10.2.3): at most a day."""
    words = words.strip()
    if words.isdecimal() and words.isascii():
        return min(timedelta(seconds=int(words[:9])), LONGEST)
    try:
        left = parsedate_to_datetime(words) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(left, LONGEST) if left > timedelta() else None


def next_wait(minutes: int, failures: int, wait: timedelta | None) -> timedelta:
    """How long until a feed is asked again: twice as long after each failure, at most a
    day, never before the server wants it, and not just when all others are."""
    usual = timedelta(minutes=minutes) * 2 ** min(failures, 12)
    usual = min(usual, max(LONGEST, timedelta(minutes=minutes)))
    return max(usual * random.uniform(0.9, 1.1), wait or timedelta())


def _claim(has_failed: bool, room: int) -> list[Feed]:
    now = timezone.now()
    due = Feed.objects.filter(next_at__lte=now)
    due = due.filter(failures__gt=0) if has_failed else due.filter(failures=0)
    if not due.exists():
        return []
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True, no_key=True)
        feeds = list(rows.order_by("next_at")[:room])
        pks = [feed.pk for feed in feeds]
        Feed.objects.filter(pk__in=pks).update(next_at=now + LEASE)
    return feeds


def _pool(has_failed: bool) -> ThreadPoolExecutor:
    if has_failed not in _pools:
        name = "feeds-failing" if has_failed else "feeds"
        _pools[has_failed] = ThreadPoolExecutor(THREADS[has_failed], name)
    return _pools[has_failed]


def _poll_and_note(feed: Feed, has_failed: bool) -> None:
    begun = time.monotonic()
    try:
        close_old_connections()
        poll_feed(feed)
    except Exception:  # noqa: BLE001 - one feed stops no other
        _log.exception("A feed could not be taken in", extra={"feed": feed.pk})
        _note_fault(feed, time.monotonic() - begun)
    finally:
        with _counting:
            _busy[has_failed] -= 1
        connection.close()


def _note_fault(feed: Feed, took: float) -> None:
    """Tell editors of what nobody thought of; the feed is asked less often until it is over."""
    words = _("What it says could not be taken in. The log of the server says why.")
    try:
        with _writing:
            note_answer(
                feed_id=feed.pk,
                answer=Answer(error=words),
                took=took,
                address=feed.address,
            )
    except Exception:  # noqa: BLE001 - the thread's last stop
        _log.exception("That a feed failed was not noted", extra={"feed": feed.pk})


def _take(feed: Feed, answer: Answer) -> tuple[Answer, tuple[int, ...]]:
    """What is to be noted of an answer, and ids of stories that are to get a picture."""
    if feed.is_folder:
        return answer, take_files(feed, _writing)
    if answer.read is None:
        return answer, ()
    with _writing:
        if not Feed.objects.filter(pk=feed.pk, address=feed.address).exists():
            return answer, ()
        taken = take_in(feed_id=feed.pk, read=answer.read)
    if taken.failed:  # The whole is asked for again, and not only what is new.
        answer = replace(answer, etag="", last_modified="")
    return answer, taken.pictured
