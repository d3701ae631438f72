"""Counting who reads what, without cookies and without asking the browser."""

from operator import add

from rostra.web.presence import Presence
from rostra.web.write_behind import WriteBehind

VIEWS: WriteBehind[str, int] = WriteBehind(merge=add)
"""Place → views that are still to be written, such as {"topic:7": 12}."""

MOST_UNTOLD = 20_000
"""Visits that may wait to be told: a flood of them is not worth more memory."""

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
        self._guests: WriteBehind[tuple[str, str, str], int] = WriteBehind(merge=add)

    def guest(self, place: str, address: str, agent: str | None) -> None:
        """A guest was given the page that is this place."""
        if place and agent and len(self._guests) < MOST_UNTOLD:
            self._guests.put((place, address[:64], agent[:256]), 1)

    def member(self, place: str) -> None:
        """A member was given the page that is this place."""
        if place.startswith("topic:"):
            VIEWS.put(place, 1)

    def flush(self) -> None:
        """Tell presence and VIEWS; programs are left out."""
        for (place, address, agent), count in self._guests.take().items():
            if is_program(agent):
                continue
            self._presence.seen_guest(place, self._presence.guest_key(address, agent))
            if place.startswith("topic:"):
                VIEWS.put(place, count)
        self._presence.flush()


def is_program(agent: str) -> bool:
    """Whether a User-Agent says plainly that nobody is reading."""
    words = agent.lower()
    return any(word in words for word in _BOTS)
