"""What was joined, by whom, and how much of it is the same."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.news.headlines import shown_headline
from rostra.news.kept_entries import entry_of
from rostra.news.models import Heading, Outlet, Story
from rostra.news.policies import FeedPolicy
from rostra.news.selectors.resembling import stories_resembling
from rostra.news.services.printing import words_of_entry, words_of_story

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
class HeadingRow:
    """A story that was put at the head of a member's topic."""

    story_id: int
    headline: str
    title: str
    url: str
    joined_at: datetime
    by: str
    """The editor; empty if it was done by itself."""


@dataclass(frozen=True, slots=True)
class JoinedPage:
    rows: tuple[JoinedRow, ...]
    headings: tuple[HeadingRow, ...]
    """The newest, on the first page only."""
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A story of the last days that tells what another tells."""

    topic_id: int
    url: str
    headline: str
    title: int
    text: int


def stories_alike(*, editor: User, topic_id: int) -> tuple[Offer, ...]:
    """The stories that tell what the story of a topic tells, as far as they are recent: at
    most eight queries; none for a topic without a story. Raises PermissionDenied."""
    FeedPolicy(editor).enter().or_raise()
    topics = Topic.objects.visible_to(editor).filter(pk=topic_id)
    story = Story.objects.filter(topic__in=topics).first()
    if story is None or story.status == Story.Status.WITHDRAWN:
        return ()
    row = story.entries.exclude(told={}).first()
    words = words_of_entry(entry_of(row.told)) if row else words_of_story(story)
    found = stories_resembling(
        reader=editor, words=words, now=timezone.now(), but=(story.pk,)
    )
    return tuple(
        Offer(
            topic_id=one.story.topic_id,
            url=one.story.topic.get_absolute_url(),
            headline=shown_headline(one.story.topic.title, one.story.headline),
            title=one.likeness.title,
            text=one.likeness.text,
        )
        for one in found
    )


def joined_page(*, editor: User, number: int = 1) -> JoinedPage:
    """What was joined in the categories in which they publish, the newest first: three
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
        headings=_headings(editor, policy.places) if number == 1 else (),
        rows=tuple(_row(outlet) for outlet in found[:AT_ONCE]),
        number=number,
        has_more=len(found) > AT_ONCE,
    )


def _headings(editor: User, places: tuple[int, ...]) -> tuple[HeadingRow, ...]:
    rows = Heading.objects.select_related("story__topic", "joined_by")
    rows = rows.filter(story__topic__category__in=places)
    rows = rows.filter(story__topic__in=Topic.objects.visible_to(editor))
    rows = rows.filter(story__topic__merged_into=None)
    return tuple(
        HeadingRow(
            story_id=row.story_id,
            headline=row.story.headline,
            title=row.story.topic.title,
            url=row.story.topic.get_absolute_url(),
            joined_at=row.joined_at,
            by=row.joined_by.name if row.joined_by else "",
        )
        for row in rows.order_by("-joined_at", "-pk")[:AT_ONCE]
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
