"""What waits for an editor, in numbers, and where to go for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from rostra.accounts.models import User
from rostra.foundation.raw import fetch, moment, spread
from rostra.news.models import Feed
from rostra.news.policies import FeedPolicy
from rostra.news.selectors.own_story import count_changed_stories

AT_ONCE = 5
"""So many feeds that do not answer are named."""

# The states stand in the text, and not among the parameters: so SQLite, too, sees that
# the index of each is enough; a plus keeps it off the index of all entries of a feed.
_WAITING = """
SELECT 'held', COUNT(*), COUNT(e.resembles_id) + COUNT(e.about_id), MIN(e.seen_at)
FROM news_feedentry e JOIN news_feed f ON f.id = +e.feed_id
WHERE e.state = 'held' AND f.category_id IN ({places})
UNION ALL
SELECT 'refused', COUNT(*), 0, MIN(e.seen_at)
FROM news_feedentry e JOIN news_feed f ON f.id = +e.feed_id
WHERE e.state = 'refused' AND f.category_id IN ({places})
UNION ALL
SELECT 'due', COUNT(*), 0, MIN(e.due_at)
FROM news_feedentry e JOIN news_feed f ON f.id = +e.feed_id
WHERE e.due_at IS NOT NULL AND f.category_id IN ({places})
UNION ALL
SELECT 'released', COUNT(*), 0, MIN(e.changed_at)
FROM news_feedentry e JOIN news_feed f ON f.id = +e.feed_id
WHERE e.state = 'released' AND f.category_id IN ({places})
"""


@dataclass(frozen=True, slots=True)
class FailingFeed:
    """A feed that did not answer as it should when it was last asked."""

    id: int
    title: str
    error: str


@dataclass(frozen=True, slots=True)
class NewsroomPage:
    """How much waits in the categories that an editor looks after."""

    held: int
    since: datetime | None
    """When the oldest that waits for an editor came."""
    joins: int
    """Of those, how many seem to tell what is here already."""
    refused: int
    """Which the forum did not take when they were to be posted."""
    released: int
    """Withdrawn stories that can be told again."""
    changed: int
    """Stories written here whose feed sent another text since."""
    later: int
    """Entries that are posted, or changes shown, when their time comes."""
    next_at: datetime | None
    feeds: int
    failing: int
    paused: int
    troubled: tuple[FailingFeed, ...]

    @property
    def has_work(self) -> bool:
        """Whether anything waits for somebody."""
        return bool(
            self.held or self.refused or self.released or self.changed or self.failing
        )


def newsroom_page(*, editor: User) -> NewsroomPage:
    """What waits for an editor: four queries. Raises PermissionDenied with a reason."""
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    waiting = _waiting(policy.places)
    held, joins, since = waiting.get("held", (0, 0, None))
    refused, _no, before = waiting.get("refused", (0, 0, None))
    released, _no, _at = waiting.get("released", (0, 0, None))
    later, _no, next_at = waiting.get("due", (0, 0, None))
    theirs = Feed.objects.filter(category__in=policy.places)
    asked = theirs.filter(failures__gt=0, paused_at=None)
    counts = theirs.aggregate(
        feeds=Count("pk"),
        failing=Count("pk", filter=Q(failures__gt=0, paused_at=None)),
        paused=Count("pk", filter=Q(paused_at__isnull=False)),
    )
    worst = asked.order_by("-failures", "title").values_list(
        "pk", "title", "last_error"
    )
    return NewsroomPage(
        held=held,
        joins=joins,
        refused=refused,
        released=released,
        since=min(filter(None, (since, before)), default=None),
        later=later,
        next_at=next_at,
        changed=count_changed_stories(editor=editor),
        troubled=tuple(FailingFeed(*row) for row in worst[:AT_ONCE]),
        **counts,
    )


def _waiting(places: tuple[int, ...]) -> dict[str, tuple[int, int, Any]]:
    if not places:
        return {}
    rows = fetch(_WAITING.format(places=spread(len(places))), places * 4)
    return {
        state: (count, joins, moment(at) if at else None)
        for state, count, joins, at in rows
    }
