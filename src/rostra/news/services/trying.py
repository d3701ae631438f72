"""See what a feed would post, without posting anything."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.foundation import outgoing
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import key_of
from rostra.news.models import Feed, FeedEntry
from rostra.news.policies import FeedPolicy
from rostra.news.reading import EntryRead, FeedProblem, PageProblem, read_feed
from rostra.news.reading.decoding import MOST_BYTES
from rostra.news.reading.finding import feeds_of_page
from rostra.news.reading.words import without_feed_scheme
from rostra.news.selectors.feed_entries import Became, became_of
from rostra.news.services import polling
from rostra.news.services.parts import barred_pictures, terms_of
from rostra.news.services.placing import is_for_an_editor
from rostra.news.services.shaping import due_after, shaped
from rostra.news.services.story_text import plain_text, story_html
from rostra.news.services.taking_in import FIRST
from rostra.news.services.watching import NAME, NO_NAME, PREFIX
from rostra.news.story_pictures import wanted_pictures

MOST = 20
_FORMATS = {
    "rss": "RSS",
    "rss1": "RSS 1.0",
    "atom": "Atom",
    "json": "JSON Feed",
    "newsml-g2": "NewsML-G2",
    "newsml-1": "NewsML 1",
    "iptc7901": "IPTC 7901",
    "ritzau": "Ritzau",
    "nitf": "NITF",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """An entry as it would be posted now; `unwanted` says why it would not."""

    headline: str
    text: str
    byline: str
    terms: str
    barred: int
    """Pictures that its publisher does not let be shown."""
    address: str
    published_at: datetime | None
    pictures: int
    unwanted: str
    due_at: datetime | None
    became: Became | None
    """What became of it already, if it is here."""
    is_held: bool
    """Whether it would wait for an editor."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a feed says now; `error` is told where it cannot be read."""

    error: str = ""
    format: str = ""
    title: str = ""
    is_mended: bool = False
    count: int = 0
    entries: tuple[Trial, ...] = ()


def try_feed(*, editor: User, feed_id: int) -> Tried:
    """Ask a feed now and shape its newest entries by its rules; nothing is written.

    Raises NotVisible.
    """
    feed = Feed.objects.filter(pk=feed_id).first()
    if feed is None or not FeedPolicy(editor).govern(feed.category_id):
        raise NotVisible("feed")
    return try_planned(editor=editor, feed=feed)


def try_planned(*, editor: User, feed: Feed) -> Tried:
    """The same for a feed that need not be saved, for callers that asked whether the
    editor may look after it (feeding.planned_feed)."""
    answer = polling.ask(feed, anew=True)
    if answer.read is None:
        return Tried(error=answer.error)
    read = answer.read
    some = read.entries[:MOST]
    keys = [key_of(entry) for entry in some]
    there = became_of(editor=editor, feed_id=feed.pk, keys=keys)
    is_first = not FeedEntry.objects.filter(feed=feed.pk).exists()
    trials = [_trial(feed, entry, there) for entry in some]
    if is_first:
        trials[FIRST:] = [_left_out(one) for one in trials[FIRST:]]
    return Tried(
        format=format_name(read.format),
        title=read.title,
        is_mended=read.is_mended,
        count=len(read.entries),
        entries=tuple(trials),
    )


def format_name(format_: str) -> str:
    """What a format is called by those who use it."""
    return _FORMATS.get(format_, format_)


def _left_out(trial: Trial) -> Trial:
    unwanted = trial.unwanted or _("It was there before this feed was added.")
    return replace(trial, unwanted=unwanted)


def _trial(feed: Feed, entry: EntryRead, there: dict[str, Became]) -> Trial:
    shape = shaped(feed, entry)
    text = plain_text(story_html(shape.body)) if shape.body else ""
    words = " ".join(filter(None, (shape.standfirst, text)))
    return Trial(
        headline=shape.headline,
        text=words[:600] + ("…" if len(words) > 600 else ""),
        byline=entry.byline,
        terms=terms_of(entry),
        barred=barred_pictures(feed, entry),
        address=entry.address,
        published_at=entry.published_at,
        pictures=len(wanted_pictures(entry)) if feed.has_pictures else 0,
        unwanted=shape.unwanted,
        due_at=due_after(feed, entry, timezone.now()),
        became=there.get(key_of(entry)),
        is_held=is_for_an_editor(feed, entry),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What is at an address: a feed with its title, or a page that names feeds."""

    address: str = ""
    title: str = ""
    offered: tuple[tuple[str, str], ...] = ()
    error: str = ""
    format: str = ""
    count: int = 0
    newest: str = ""
    """The headline that it has first."""
    is_unanswered: bool = False
    """Whether nobody answers there as one should."""
    is_plain: bool = False
    """Whether it answers without encryption only, where nobody asked for either."""


def find_feed(*, editor: User, address: str) -> Found:
    """Look whether an address is a feed's, or a page's that names its site's feeds.

    Raises PermissionDenied with a reason.
    """
    FeedPolicy(editor).enter().or_raise()
    address = address.strip()
    if address.startswith(PREFIX):
        name = address.removeprefix(PREFIX)
        wrong = "" if NAME.fullmatch(name) else NO_NAME
        return Found(address=address, title=name, error=str(wrong))
    address = without_feed_scheme(address)
    if "://" in address:
        return _look_at(address)
    found = _look_at(f"https://{address}")
    if not found.is_unanswered:
        return found
    plain = _look_at(f"http://{address}")
    return found if plain.error else replace(plain, is_plain=True)


def _look_at(address: str) -> Found:
    try:
        reply = outgoing.fetch(
            address,
            headers=polling.HEADERS,
            seconds=polling.SECONDS,
            most=MOST_BYTES,
            redirects=5,
            reach=polling.REACH,
        )
    except outgoing.Refused as refused:
        return Found(error=_("It was not asked. %(why)s") % {"why": refused})
    except outgoing.TooSlow as slow:
        return Found(error=polling.words_of(slow))
    except outgoing.Unanswered as unanswered:
        return Found(error=polling.words_of(unanswered), is_unanswered=True)
    if reply.status != 200:
        said = {"status": reply.status}
        return Found(error=_("The server answered with status %(status)s.") % said)
    return _found(reply, address)


def _found(reply: outgoing.Reply, address: str) -> Found:
    kind = reply.headers.get("content-type", "")
    try:
        read = read_feed(reply.body, content_type=kind, address=reply.url)
    except FeedProblem as problem:
        offered = feeds_of_page(reply.body, kind, reply.url)
        why = str(problem)
        if isinstance(problem, PageProblem):
            why = _(
                "This is a page, not a feed, and it names no feed. Look there for a link "
                "to “RSS” or “Atom”, and give that address."
            )
        return Found(offered=offered, error="" if offered else why)
    return Found(
        address=address,
        title=read.title,
        format=format_name(read.format),
        count=len(read.entries),
        newest=read.entries[0].headline if read.entries else "",
    )
