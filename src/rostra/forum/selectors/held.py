"""Posts that wait until a moderator has looked at them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from rostra.accounts.models import User
from rostra.forum.models import Post
from rostra.forum.permissions import rights_of
from rostra.forum.publishers import domains_to_look_at, links_in
from rostra.foundation.visibility import NotVisible

SHOWN = 50
Below = Callable[[tuple[int, ...]], Mapping[int, Markup]]
_BELOW: list[Below] = []


def add_below_held(find: Below) -> None:
    """Have something drawn under posts that wait: for their ids, what is under each.
    Called in `ready`."""
    _BELOW.append(find)


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One of them, as a moderator decides on it."""

    id: int
    number: int
    topic_title: str
    author_name: str
    html: str
    held_at: datetime
    more: str = ""
    """What other packages have under it."""

    @property
    def url(self) -> str:
        """The post's permanent path."""
        return f"/post/{self.id}/"

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """The domains that it leads to, if it waits for that."""
        return domains_to_look_at(links_in(self.html))


def held_posts(*, reader: User) -> tuple[HeldPost, ...]:
    """Those where the reader moderates, the longest waiting first, 50 at most: one query, one
    more for each package that has something under them.

    Raises NotVisible for whoever moderates nowhere.
    """
    moderated = rights_of(reader).moderated
    if not moderated:
        raise NotVisible("held posts")
    held = Post.objects.filter(hidden_reason=Post.HELD, hidden_at__isnull=False)
    rows = held.filter(topic__category__in=moderated).order_by("hidden_at", "pk")
    columns = ("pk", "number", "topic__title", "author__name", "html", "hidden_at")
    posts = [HeldPost(*row) for row in rows.values_list(*columns)[:SHOWN]]
    found = [find(tuple(post.id for post in posts)) for find in _BELOW] if posts else []
    empty = Markup()
    return tuple(
        replace(post, more=empty.join(some.get(post.id, empty) for some in found))
        for post in posts
    )
