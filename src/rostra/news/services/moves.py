"""Follow a feed that has moved for good, but not at the first word."""

from rostra.news.models import Feed
from rostra.news.reading.words import address as whole_address

OFTEN = 5
"""So many answers in a row must name the same new address: a page that somebody took
over for a while is not followed (RFC 9110, 15.4.2 and 15.4.9, lets clients wait)."""


def follow_move(feed: Feed, moved: str) -> None:
    """Note on a locked feed, which answered, where it says it has moved to; change its
    address once it has said so often. Whoever asked has checked that the new address is
    of the public network. One that only loses its encryption is not followed."""
    if not _is_better(feed, moved):
        feed.moved_to, feed.moved_times = "", 0
        return
    # Not counted further where another feed has the new address: its page says so.
    again = min(feed.moved_times + 1, OFTEN)
    feed.moved_times = again if moved == feed.moved_to else 1
    feed.moved_to = moved
    if feed.moved_times < OFTEN:
        return
    if not Feed.objects.filter(address=moved).exclude(pk=feed.pk).exists():
        feed.address, feed.moved_to, feed.moved_times = moved, "", 0


def _is_better(feed: Feed, moved: str) -> bool:
    if not moved or len(moved) > 1000 or moved == feed.address:
        return False
    is_plain = feed.address.startswith("https:") and not moved.startswith("https:")
    return whole_address(moved) == moved and not is_plain
