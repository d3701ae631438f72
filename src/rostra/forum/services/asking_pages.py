"""Ask other sites what they say of pages that members linked to, and show it.

Never within a request: rows wait in the table of cards (foundation.due).
"""

import json
from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from rostra.attachments.folder import put_file, remove_file
from rostra.attachments.pictures import middle_of_picture
from rostra.forum.models import LinkCard, PostLink
from rostra.forum.services.composing import show_again
from rostra.forum.services.linking import has_cards
from rostra.foundation import outgoing
from rostra.foundation.due import DueRows
from rostra.foundation.markup.link_cards import PICTURE_SIZE
from rostra.foundation.markup.videos import told_at
from rostra.foundation.page_heads import (
    MOST_BYTES,
    PageHead,
    head_of,
    joined,
    wants_no_card,
    words,
)
from rostra.foundation.robots import allows, robots_address

REACH = outgoing.PUBLIC
AGENT = "Rostra (link card)"
SECONDS = 6.0
"""For a page, and as long again for its picture and for what it says to robots."""
LATER = (timedelta(minutes=2), timedelta(minutes=20), timedelta(hours=6))
"""When a page that did not answer is asked again; after that it has no card."""
UNUSED = timedelta(days=1)
MOST_PICTURE_BYTES = 5_000_000


def start_asking() -> bool:
    """Begin to ask what is due, on a thread of its own: nobody else waits for other
    sites. One query where nothing is; whether it began."""
    return _CARDS.start()


def ask_pages(most: int = 100) -> int:
    """Ask the pages that are due, one after the other; how many there were."""
    return _CARDS.work(most)


def forget_unused_cards() -> int:
    """Delete cards that no post links to any more, with their pictures; how many."""
    old = timezone.now() - UNUSED
    unused = LinkCard.objects.filter(links=None, made_at__lt=old)
    gone = list(unused[:1000])
    for card in gone:
        LinkCard.objects.filter(pk=card.pk, links=None).delete()
        remove_file(card.picture)
    return len(gone)


def _postpone(card: LinkCard) -> None:
    # After its last try, too, until that is over: a process may die meanwhile.
    is_asked = card.tries <= len(LATER) and has_cards()
    wait = LATER[min(card.tries, len(LATER) - 1)]
    card.due_at = timezone.now() + wait if is_asked else None
    card.tries += 1


def _ask(card: LinkCard) -> None:
    if card.due_at is None:
        return
    try:
        head = _head(card.address)
    except (outgoing.Refused, ValueError):
        head = PageHead("", "", "")
    except outgoing.Unanswered:
        if card.tries > len(LATER):
            _as_taken(card).update(due_at=None)
        return
    if head.title:
        _keep(card, head, _picture(head.picture, card.pk) if head.picture else "")
    _as_taken(card).update(due_at=None)


_CARDS = DueRows(LinkCard, postpone=_postpone, work=_ask, name="link-cards")


def _as_taken(card: LinkCard) -> QuerySet[LinkCard]:
    """The card's row, unless it was taken again since, or its words erased: what was on
    the way to us then is not kept."""
    return LinkCard.objects.filter(pk=card.pk, due_at=card.due_at)


def _keep(card: LinkCard, head: PageHead, picture: str) -> None:
    """Keep what a page says, and show it. The card is due until all of that is done."""
    is_kept = _as_taken(card).update(
        title=head.title, description=head.description, picture=picture
    )
    if not is_kept:
        remove_file(picture)
        return
    for post_id in list(
        PostLink.objects.filter(card=card).values_list("post", flat=True)
    ):
        show_again(post_id)
    remove_file(card.picture)  # Of an earlier time that ended before all was done.


def _head(address: str) -> PageHead:
    """What a page says; raises Refused if it may not be asked, and Unanswered."""
    if place := told_at(address):
        return _told(_reply(place, 100_000), address)
    if not _may_ask(address):
        raise outgoing.Refused("Its robots.txt says no.")
    reply = _reply(address, MOST_BYTES)
    kind = reply.headers.get("content-type", "")
    if "html" not in kind or wants_no_card(reply.headers.get("x-robots-tag", "")):
        return PageHead("", "", "")
    return head_of(reply.body, kind, reply.url)


def _told(reply: outgoing.Reply, address: str) -> PageHead:
    """What a video's site tells of it (oEmbed 1.0)."""
    try:
        told = json.loads(reply.body)
        title, by = str(told["title"]), str(told.get("author_name") or "")
        picture = str(told.get("thumbnail_url") or "")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return PageHead("", "", "")
    return PageHead(words(title, 200), words(by, 300), joined(address, picture))


def _reply(address: str, most: int) -> outgoing.Reply:
    reply = outgoing.fetch(
        address,
        headers={"User-Agent": AGENT, "Accept": "text/html,application/json;q=0.9"},
        seconds=SECONDS,
        most=most,
        cuts=True,
        reach=REACH,
    )
    if reply.status >= 500 or reply.status == 429:
        raise outgoing.Unanswered(f"status {reply.status}")
    if reply.status != 200:
        raise outgoing.Refused(f"status {reply.status}")
    return reply


def _may_ask(address: str) -> bool:
    """Whether the site's robots.txt lets us (RFC 9309): none means yes."""
    try:
        said = _reply(robots_address(address), 100_000)
    except outgoing.Refused:
        return True
    return allows(said.body, address)


def _picture(address: str, card_id: int) -> str:
    """A picture, drawn anew and kept here; `""` if it cannot be."""
    with suppress(
        outgoing.Refused, outgoing.Unanswered, ValidationError, OSError, ValueError
    ):
        reply = outgoing.fetch(
            address,
            headers={"User-Agent": AGENT},
            seconds=SECONDS,
            most=MOST_PICTURE_BYTES,
            reach=REACH,
        )
        if reply.status == 200:
            drawn = middle_of_picture(reply.body, _twice(PICTURE_SIZE))
            return put_file("cards", card_id, "webp", drawn)
    return ""


def _twice(size: tuple[int, int]) -> tuple[int, int]:
    # For screens with more dots.
    return 2 * size[0], 2 * size[1]
