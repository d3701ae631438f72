"""Stories that wait for an editor or for their time, beside the entries that are held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rostra.accounts.models import Reader
from rostra.forum.models import Topic
from rostra.foundation.differences import Piece, differences
from rostra.news.kept_entries import embargo_ahead, entry_of
from rostra.news.models import FeedEntry, Story
from rostra.news.policies import FeedPolicy
from rostra.news.services.following import changes_of, said_after
from rostra.news.services.shaping import correction_of, shaped
from rostra.news.services.story_text import plain_text, story_html
from rostra.news.services.versions import said_by

_MOST = 50
State = FeedEntry.State


@dataclass(frozen=True, slots=True)
class ChangedStory:
    """A story of which its feed sent another text, that waits for an editor."""

    entry_id: int
    topic_id: int
    headline: str
    may_show: bool
    """Whether one press shows it: what was written by hand is never written over."""
    is_kept: bool
    """Whether what its feed said is still known."""
    headline_changes: tuple[Piece, ...]
    changes: tuple[Piece, ...]
    """Against what readers see now; empty where only what stands beside it is new."""
    correction: str
    """What was wrong, as its publisher says."""
    feed: str
    changed_at: datetime


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
    why: str
    """Whose text it is, if another outlet's."""


@dataclass(frozen=True, slots=True)
class DueEntry:
    """What is shown by itself at a time: an entry, or what changes in a story."""

    headline: str
    feed: str
    due_at: datetime
    topic_id: int
    """Of the story that changes then; 0 for one that is not here yet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Each list with what has waited longest, or is due first, at its beginning."""

    changed: tuple[ChangedStory, ...]
    released: tuple[ReleasedStory, ...]
    due: tuple[DueEntry, ...]


def waiting_stories(*, editor: Reader) -> Waiting:
    """All that waits beside the entries that are held: one query. Raises
    PermissionDenied with a reason."""
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    rows = FeedEntry.objects.filter(pk__in=_ids(editor, policy.places))
    rows = rows.select_related("feed", "story__topic").order_by("changed_at", "pk")
    there = list(rows[: 3 * _MOST])
    return Waiting(
        changed=tuple(
            _changed(row, row.story)
            for row in there
            if row.state == State.CHANGED and row.story
        ),
        released=tuple(_released(row) for row in there if row.state == State.RELEASED),
        due=tuple(sorted(_due(there), key=lambda one: one.due_at)),
    )


def _ids(editor: Reader, places: tuple[int, ...]) -> QuerySet[Any]:
    """Each part is found by an index of its own, however many entries there are."""
    theirs = FeedEntry.objects.filter(
        story__topic__category__in=places,
        story__topic__in=Topic.objects.visible_to(editor),
    )
    changed = theirs.filter(state=State.CHANGED)
    released = theirs.filter(state=State.RELEASED, feed__category__in=places)
    due = FeedEntry.objects.filter(due_at__isnull=False, feed__category__in=places)
    return changed.values("pk").union(released.values("pk"), due.values("pk"))


def _changed(row: FeedEntry, story: Story) -> ChangedStory:
    entry = entry_of(row.told) if row.told else None
    before = after = said_by(story)
    if entry:
        after = said_after(story, changes_of(story, row.feed, entry))
    return ChangedStory(
        entry_id=row.pk,
        topic_id=story.topic_id,
        headline=story.headline,
        may_show=story.by_hand_at is None and entry is not None,
        is_kept=entry is not None,
        headline_changes=_differences(before[0], after[0]),
        changes=_differences(before[1], after[1]),
        correction=correction_of(entry) if entry else "",
        feed=row.feed.title,
        changed_at=row.changed_at,
    )


def _differences(before: str, after: str) -> tuple[Piece, ...]:
    return tuple(differences(before, after)) if before != after else ()


def _beginning(row: FeedEntry) -> str:
    """How what an entry says now would begin, in plain words."""
    shape = shaped(row.feed, entry_of(row.told))
    text = plain_text(story_html(shape.body)) if shape.body else ""
    words = " ".join(filter(None, (shape.standfirst, text)))
    return words[:600] + ("…" if len(words) > 600 else "")


def _due(rows: list[FeedEntry]) -> Iterator[DueEntry]:
    for row in rows:
        if row.due_at and (told := row.later or row.told):
            yield DueEntry(
                headline=entry_of(told).headline,
                feed=row.feed.title,
                due_at=row.due_at,
                topic_id=row.story.topic_id if row.story else 0,
            )


def _released(row: FeedEntry) -> ReleasedStory:
    entry = entry_of(row.told)
    return ReleasedStory(
        entry_id=row.pk,
        topic_id=row.story.topic_id if row.story else 0,
        headline=entry.headline,
        text=_beginning(row),
        feed=row.feed.title,
        changed_at=row.changed_at,
        embargoed_until=embargo_ahead(entry),
        why=row.reason,
    )
