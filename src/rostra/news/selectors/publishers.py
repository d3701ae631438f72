"""What news knows of a publisher: its stories, and what it corrected and took back."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from rostra.accounts.models import Reader
from rostra.forum.models.topic import topics_open_to
from rostra.forum.selectors.publishers import LISTED, at_domain
from rostra.news.models import Story

SHOWN = 10


@dataclass(frozen=True, slots=True)
class StoriesOf:
    """The stories of a publisher."""

    stories: int
    corrected: int
    withdrawn: int
    latest: tuple[Story, ...]
    corrections: tuple[Story, ...]
    """The latest of those that were corrected or withdrawn."""


def stories_of(*, reader: Reader, key: str) -> StoriesOf | None:
    """The stories from a domain that this reader may open, or None: three queries."""
    stories = _open_to(reader).filter(at_domain(key))
    counted = stories.aggregate(
        stories=Count("pk"),
        corrected=Count("pk", filter=Q(status=Story.Status.CORRECTED)),
        withdrawn=Count("pk", filter=Q(status=Story.Status.WITHDRAWN)),
    )
    if not counted["stories"]:
        return None
    rows = stories.select_related("topic").defer("body_html").order_by("-pk")
    changed = rows.exclude(status=Story.Status.USABLE)
    return StoriesOf(
        **counted, latest=tuple(rows[:SHOWN]), corrections=tuple(changed[:SHOWN])
    )


def topics_from(key: str) -> "QuerySet[Any]":
    """The ids of topics that open with a story from a domain."""
    return Story.objects.filter(at_domain(key)).values("topic")


def count_stories(reader: Reader) -> dict[str, int]:
    """How many stories come from each domain: one query."""
    rows = _open_to(reader).filter(topic__hidden_at=None).exclude(domain_key="")
    counted = rows.order_by().values_list("domain_key").annotate(many=Count("pk"))
    return dict(counted.order_by("-many")[:LISTED])


def _open_to(reader: Reader) -> "QuerySet[Story]":
    stories = Story.objects.filter(topics_open_to(reader, "topic__"))
    return stories.filter(post__hidden_at=None, topic__merged_into=None)
