"""The page that a topic was started from, as its card shows it."""

from dataclasses import dataclass
from datetime import date

from rostra.foundation.keeping import Keeper
from rostra.foundation.raw import fetch

_CARD = """
SELECT address, title, outlet, published_on, image, image_width, image_height
FROM news_linktopic WHERE topic_id = %s
"""


@dataclass(frozen=True, slots=True)
class LinkCardRow:
    """What was confirmed of a page."""

    address: str
    title: str
    outlet: str
    published_on: date | None
    image: str
    image_width: int
    image_height: int

    @property
    def host(self) -> str:
        """Where it stands, as a person would say it."""
        host = self.address.partition("://")[2].partition("/")[0]
        return host.removeprefix("www.")


_KEPT: Keeper[LinkCardRow | None] = Keeper(most=200)


def link_card(*, topic_id: int, versions: tuple[int, ...]) -> LinkCardRow | None:
    """The page a topic was started from, if from any: one query, none while the versions
    of the topic's page stay the same. Ask only for a topic that the reader may see."""
    return _KEPT.keep(topic_id, versions, lambda: _read(topic_id))


def forget_kept() -> None:
    """For tests, whose changes no version tells of."""
    _KEPT.clear()


def _read(topic_id: int) -> LinkCardRow | None:
    rows = fetch(_CARD, (topic_id,))
    if not rows:
        return None
    address, title, outlet, on, *picture = rows[0]
    # SQLite keeps days as text.
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return LinkCardRow(address, title, outlet, day, *picture)
