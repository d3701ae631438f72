"""Posts that wait until a moderator has looked at them."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import User
from rostra.forum.models import Post
from rostra.forum.permissions import rights_of
from rostra.forum.publishers import domains_to_look_at
from rostra.foundation.visibility import NotVisible

SHOWN = 50


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One of them, as a moderator decides on it."""

    id: int
    number: int
    topic_title: str
    author_name: str
    html: str
    held_at: datetime

    @property
    def url(self) -> str:
        """The post's permanent path."""
        return f"/post/{self.id}/"

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """The domains that it leads to, if it waits for that."""
        return domains_to_look_at(self.html)


def held_posts(*, reader: User) -> tuple[HeldPost, ...]:
    """Those where the reader moderates, the longest waiting first, 50 at most: one query.

    Raises NotVisible for whoever moderates nowhere.
    """
    moderated = rights_of(reader).moderated
    if not moderated:
        raise NotVisible("held posts")
    held = Post.objects.filter(hidden_reason=Post.HELD, hidden_at__isnull=False)
    rows = held.filter(topic__category__in=moderated).order_by("hidden_at", "pk")
    columns = ("pk", "number", "topic__title", "author__name", "html", "hidden_at")
    return tuple(HeldPost(*row) for row in rows.values_list(*columns)[:SHOWN])
