"""Ask the pages that posts name as sources what they say, now and again later.

Never within a request: sources that are due stand in their table (foundation.due).
"""

from datetime import date, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from rostra.evidence.models import Claim, PostSource, Source
from rostra.evidence.services.judging import judge
from rostra.forum.services.linking import has_cards
from rostra.foundation import outgoing
from rostra.foundation.due import DueRows
from rostra.foundation.markup import stands_in
from rostra.foundation.page_heads import head_of
from rostra.foundation.page_text import day_of, text_of
from rostra.foundation.robots import allows, robots_address
from rostra.foundation.versions import raise_versions

REACH = outgoing.PUBLIC
AGENT = "Rostra (source check)"
SECONDS = 10.0
MOST_BYTES = 1_000_000
LATER = (timedelta(minutes=10), timedelta(hours=3), timedelta(days=1))
"""When a page that did not answer is asked again. After that it counts as gone, and is
asked every MONTH whether it is back."""
AGAIN = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
"""When a page that was read is read again; later ones are QUARTER apart."""
MONTH, QUARTER = timedelta(days=30), timedelta(days=90)
UNUSED = timedelta(days=1)
GONE = (404, 410)


class Read(NamedTuple):
    """What a page says; the text is empty where there are no words to be read."""

    text: str
    title: str = ""
    day: date | None = None
    site: str = ""
    """What the site calls itself."""


class Gone(Exception):
    """There is no such page any more."""


class Untold(Exception):
    """What a site says to robots is not known now: that is no fault of its pages."""


class Busy(outgoing.Unanswered):
    """A server that is there, and wants to be asked later."""


def start_checking() -> bool:
    """Begin to ask what is due, on a thread of its own; whether it began. One query
    where nothing is due."""
    return _SOURCES.start()


def check_sources(most: int = 100) -> int:
    """Ask the sources that are due, one after the other; how many there were."""
    return _SOURCES.work(most)


def is_out_of_reach(address: str) -> bool:
    """Whether it says in numbers that it leads where no page is asked: into a private
    network. Where a name leads is seen when its page is asked."""
    try:
        machine = ip_address(urlsplit(address).hostname or "")
    except ValueError:
        return False
    return not REACH.takes(machine)


def forget_unused_sources() -> int:
    """Delete sources that no post names any more, and no claim; how many."""
    old = timezone.now() - UNUSED
    unused = Source.objects.filter(uses=None, positions=None, made_at__lt=old)
    some = list(unused.values_list("pk", flat=True)[:1000])
    # Asked once more: a post may have named one meanwhile.
    still = Source.objects.filter(pk__in=some, uses=None, positions=None)
    return still.delete()[0]


def _postpone(source: Source) -> None:
    wait = LATER[source.tries] if source.tries < len(LATER) else MONTH
    source.due_at = timezone.now() + wait
    source.tries = min(source.tries + 1, len(LATER) + 1)


def _check(source: Source) -> None:
    # An owner who has switched cards off wants no other site to be asked by itself.
    if not has_cards():
        Source.objects.filter(pk=source.pk).update(due_at=None, tries=0)
        return
    try:
        found: Read | None = _read(source.address)
    except (outgoing.Refused, ValueError):
        found = Read("")
    except Untold:
        _note_untold(source)
        return
    except (outgoing.Unanswered, Gone):
        found = None
    _write(source, found, timezone.now())


_SOURCES = DueRows(Source, postpone=_postpone, work=_check, name="sources")


def _write(taken: Source, found: Read | None, now: datetime) -> None:
    """Keep what was found, and judge all passages said to be from there. What a source
    said that is not due any more, or due anew, since it was `taken` is dropped: its
    words may have been erased while they were on the way to us."""
    with transaction.atomic():
        rows = Source.objects.select_for_update(no_key=True)
        source = rows.filter(pk=taken.pk).first()
        if source is None or source.due_at is None or source.due_at != taken.due_at:
            return
        named = source.uses.select_for_update(of=("self",), no_key=True)
        uses = list(named.select_related("post").order_by("pk"))
        before = _shown(source, uses)
        newer = ""
        if found is None:
            _note_failure(source, now)
        else:
            newer = _note_reading(source, uses, found, now)
        for use in uses:
            judge(use, source, at=now, newer=newer)
        fields = ["found", "found_at", "excerpt"]
        PostSource.objects.bulk_update(uses, fields)
        source.save()
        if _shown(source, uses) != before:
            topics = {use.post.topic_id for use in uses} | _topics_of_claims(source)
            raise_versions(*{f"topic:{topic_id}" for topic_id in topics})


def _topics_of_claims(source: Source) -> set[int]:
    """Those that show a claim for which this is where to look."""
    claims = Claim.objects.filter(positions__source=source)
    rows = claims.values_list("topic", "links__topic")
    return {topic for row in rows for topic in row if topic}


def _note_untold(taken: Source) -> None:
    """A page that may not be asked is one that cannot be read, if that lasts."""
    if taken.health != Source.Health.DEAD and taken.tries > len(LATER):
        _write(taken, Read(""), timezone.now())


def _note_failure(source: Source, now: datetime) -> None:
    source.failing_since = source.failing_since or now
    if source.tries > len(LATER):
        source.health = Source.Health.DEAD


def _note_reading(
    source: Source, uses: list[PostSource], found: Read, now: datetime
) -> str:
    """Gives the words of the page, if earlier ones are kept."""
    source.failing_since, source.tries = None, 0
    source.title = found.title or source.title
    source.site_name = found.site or source.site_name
    source.published_on = found.day or source.published_on
    source.health = Source.Health.READ if found.text else Source.Health.UNREAD
    later = AGAIN[source.turn] if source.turn < len(AGAIN) else QUARTER
    source.turn = min(source.turn + 1, len(AGAIN))
    source.due_at = now + later
    return _keep_text(source, uses, found.text, now) if found.text else ""


def _keep_text(source: Source, uses: list[PostSource], text: str, now: datetime) -> str:
    """Keep the words that are on the page now; but those before, while a passage that
    stood in them is gone, so that it can be shown that it did."""
    if any(_is_lost(use, source.text, text) for use in uses):
        source.changed_at = source.changed_at or now
        return text
    source.text, source.read_at, source.changed_at = text, now, None
    source.text_digest = sha256(text.encode("utf-8", "replace")).hexdigest()
    return ""


def _is_lost(use: PostSource, before: str, now: str) -> bool:
    if not use.passage or not before or before == now:
        return False
    return stands_in(use.passage, before) and not stands_in(use.passage, now)


def _shown(source: Source, uses: list[PostSource]) -> list[object]:
    """What topics' pages show of it."""
    said = [source.health, source.title, source.site_name]
    return [*said, *(use.found for use in uses)]


def _read(address: str) -> Read:
    """What a page says. Raises Refused, Unanswered and Gone."""
    if not _may_ask(address):
        raise outgoing.Refused("Its robots.txt says no.")
    reply = _reply(address, MOST_BYTES)
    if reply.status in GONE:
        raise Gone(address)
    if reply.status != 200:
        raise outgoing.Refused(f"status {reply.status}")
    kind = reply.headers.get("content-type", "")
    text = text_of(reply.body, kind)
    if "html" not in kind:
        return Read(text)
    head = head_of(reply.body, kind, reply.url)
    return Read(text, head.title, day_of(reply.body, kind), head.site[:100])


def _may_ask(address: str) -> bool:
    """Whether a site's robots.txt lets us (RFC 9309): none means yes, and one that is
    there and does not come means not now (2.3.1.4). Raises Untold then, and Unanswered
    where the site itself is not there."""
    try:
        reply = _reply(robots_address(address), 100_000)
    except outgoing.Refused:
        return True
    except (Busy, outgoing.TooSlow):
        raise Untold(address) from None
    return reply.status != 200 or allows(reply.body, address)


def _reply(address: str, most: int) -> outgoing.Reply:
    reply = outgoing.fetch(
        address,
        headers={"User-Agent": AGENT, "Accept": "text/html,text/plain;q=0.9"},
        seconds=SECONDS,
        most=most,
        cuts=True,
        reach=REACH,
    )
    if reply.status >= 500 or reply.status == 429:
        raise Busy(f"status {reply.status}")
    return reply
