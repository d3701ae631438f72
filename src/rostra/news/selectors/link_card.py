"""The page that a topic was started from, as its card shows it."""

from dataclasses import dataclass
from datetime import date

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
    published_on: date | str | None
    image: str
    image_width: int
    image_height: int

    @property
    def host(self) -> str:
        """Where it stands, as a person would say it."""
        host = self.address.partition("://")[2].partition("/")[0]
        return host.removeprefix("www.")


def link_card(*, topic_id: int) -> LinkCardRow | None:
    """The page a topic was started from, if from any: one query. Ask only for a topic
    that the reader may see."""
    rows = fetch(_CARD, (topic_id,))
    return LinkCardRow(*rows[0]) if rows else None
