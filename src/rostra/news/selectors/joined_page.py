"""What was joined, by whom, and how much of it is the same."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.news.headlines import shown_headline
from rostra.news.models import Outlet
from rostra.news.policies import FeedPolicy

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class JoinedRow:
    """One outlet and the story that it was joined to."""

    id: int
    name: str
    headline: str
    address: str
    story: str
    url: str
    title: int
    text: int
    joined_at: datetime
    by: str
    """The editor; empty if it was joined by itself."""
    withdrawn_at: datetime | None
    is_topic: bool
    """Whether it had a topic of its own, which undoing gives back."""


@dataclass(frozen=True, slots=True)
class JoinedPage:
    rows: tuple[JoinedRow, ...]
    number: int
    has_more: bool


def joined_page(*, editor: User, number: int = 1) -> JoinedPage:
    """What was joined in the categories in which they publish, the newest first: two
    queries. Raises PermissionDenied with a reason."""
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    number = max(number, 1)
    start = (number - 1) * AT_ONCE
    rows = Outlet.objects.select_related("story__topic", "joined_by")
    rows = rows.filter(story__topic__category__in=policy.places)
    rows = rows.filter(story__topic__in=Topic.objects.visible_to(editor))
    found = list(rows.order_by("-joined_at", "-pk")[start : start + AT_ONCE + 1])
    return JoinedPage(
        rows=tuple(_row(outlet) for outlet in found[:AT_ONCE]),
        number=number,
        has_more=len(found) > AT_ONCE,
    )


def _row(outlet: Outlet) -> JoinedRow:
    topic = outlet.story.topic
    return JoinedRow(
        id=outlet.pk,
        name=outlet.name,
        headline=outlet.headline,
        address=outlet.address,
        story=shown_headline(topic.title, outlet.story.headline),
        url=topic.get_absolute_url(),
        title=outlet.like_title,
        text=outlet.like_text,
        joined_at=outlet.joined_at,
        by=outlet.joined_by.name if outlet.joined_by else "",
        withdrawn_at=outlet.withdrawn_at,
        is_topic=outlet.merged_id is not None,
    )
