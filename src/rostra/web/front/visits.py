"""Counting who reads what, without cookies and without asking the browser."""

from collections import Counter, deque
from operator import add

from rostra.web.front.requests import address_in
from rostra.web.presence import Presence
from rostra.web.write_behind import WriteBehind

VIEWS: WriteBehind[str, int] = WriteBehind(merge=add)
"""Place → views that are still to be written, such as {"topic:7": 12}."""

MOST_UNTOLD = 20_000
"""Visits that may wait to be told, a second's at most: of a flood only the last are."""

_BOTS = (
    *("bot", "crawl", "spider", "slurp", "preview", "fetch", "monitor", "feed"),
    *("curl", "wget", "python", "http", "java/", "go-", "scan", "headless", "archiv"),
    *("facebookexternalhit", "embed", "lighthouse", "validator", "axios", "okhttp"),
)
"""What programs that read for no one call themselves."""


class Visits:
    """Visits gathered on the event loop and told to presence and VIEWS on a thread."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._guests: deque[tuple[str, str, str]] = deque(maxlen=MOST_UNTOLD)

    def guest(self, place: str, client: str, agent: str | None) -> None:
        """A guest was given the page that is this place; `client` is Proxies.client's.

        Little is made of it here: this is part of every page out of memory.
        """
        if place and agent:
            self._guests.append((place, client[:64], agent[:256]))

    def member(self, place: str) -> None:
        """A member was given the page that is this place."""
        if place.startswith("topic:"):
            VIEWS.put(place, 1)

    def flush(self) -> None:
        """Tell presence and VIEWS; programs are left out."""
        seen = [self._guests.popleft() for _each in range(len(self._guests))]
        for (place, client, agent), count in Counter(seen).items():
            if is_program(agent):
                continue
            key = self._presence.guest_key(address_in(client), agent)
            self._presence.seen_guest(place, key)
            if place.startswith("topic:"):
                VIEWS.put(place, count)
        self._presence.flush()


def is_program(agent: str) -> bool:
    """Whether a User-Agent says plainly that nobody is reading."""
    words = agent.lower()
    return any(word in words for word in _BOTS)
