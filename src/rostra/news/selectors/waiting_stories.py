"""Stories that wait for an editor or for their time, beside the entries that are held."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import Reader
from rostra.forum.models import Topic
from rostra.news.kept_entries import entry_of
from rostra.news.models import FeedEntry
from rostra.news.policies import FeedPolicy
from rostra.news.services.shaping import shaped
from rostra.news.services.story_text import plain_text, story_html

_MOST = 50
State = FeedEntry.State


@dataclass(frozen=True, slots=True)
class ReleasedStory:
    """A withdrawn story that its publisher released again."""

    entry_id: int
    topic_id: int
    headline: str
    text: str
    feed: str
    changed_at: datetime
    embargoed_until: datetime | None


@dataclass(frozen=True, slots=True)
class DueEntry:
    """What is shown by itself at a time: an entry, or what changes in a story."""

    headline: str
    feed: str
    due_at: datetime
    topic_id: int
    """Of the story that changes then; 0 for one that is not here yet."""


def released_stories(*, editor: Reader) -> tuple[ReleasedStory, ...]:
    """Those that wait for an editor, the oldest first: one query. Raises
    PermissionDenied with a reason."""
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    rows = FeedEntry.objects.filter(
        state=State.RELEASED,
        feed__category__in=policy.places,
        story__topic__category__in=policy.places,
        story__topic__in=Topic.objects.visible_to(editor),
    )
    rows = rows.select_related("feed", "story").order_by("changed_at", "pk")
    return tuple(_released(row) for row in rows[:_MOST])


def due_entries(*, editor: Reader) -> tuple[DueEntry, ...]:
    """What waits for the end of an embargo or of quiet hours, the first first: one query.
    Raises PermissionDenied with a reason."""
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    rows = FeedEntry.objects.filter(
        due_at__isnull=False, feed__category__in=policy.places
    )
    rows = rows.select_related("feed", "story").order_by("due_at", "pk")
    return tuple(
        DueEntry(
            headline=entry_of(row.later or row.told).headline,
            feed=row.feed.title,
            due_at=row.due_at,
            topic_id=row.story.topic_id if row.story else 0,
        )
        for row in rows[:_MOST]
        if row.due_at and (row.later or row.told)
    )


def _released(row: FeedEntry) -> ReleasedStory:
    entry = entry_of(row.told)
    shape = shaped(row.feed, entry)
    text = plain_text(story_html(shape.body)) if shape.body else ""
    words = " ".join(filter(None, (shape.standfirst, text)))
    return ReleasedStory(
        entry_id=row.pk,
        topic_id=row.story.topic_id if row.story else 0,
        headline=shape.headline,
        text=words[:600] + ("…" if len(words) > 600 else ""),
        feed=row.feed.title,
        changed_at=row.changed_at,
        embargoed_until=entry.embargoed_until,
    )
