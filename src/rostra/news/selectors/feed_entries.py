"""What became of the entries that a feed brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Feed, FeedEntry
from rostra.news.policies import FeedPolicy

AT_ONCE = 50
State = FeedEntry.State


@dataclass(frozen=True, slots=True)
class Became:
    """What became of an entry that is here."""

    entry_id: int
    state: str
    reason: str
    due_at: datetime | None
    is_embargoed: bool
    """Whether it is its publisher who lets it wait."""
    topic_id: int
    """Where its story is, or the one that it was joined to; 0 where the reader may not
    go, or there is none."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of a feed; the headline is empty where nobody keeps it any more."""

    headline: str
    seen_at: datetime
    became: Became


@dataclass(frozen=True, slots=True)
class FeedEntries:
    """What a feed brought, the newest first."""

    feed_id: int
    title: str
    rows: tuple[EntryRow, ...]
    before: int
    """Where the earlier ones begin; 0 if there are none."""


def feed_entries(*, editor: User, feed_id: int, before: int = 0) -> FeedEntries:
    """All that a feed brought, some at a time: three queries, however much there is.

    `before` is the id of an entry to go on from. Raises NotVisible.
    """
    feed = Feed.objects.filter(pk=feed_id).only("title", "category_id").first()
    if feed is None or not FeedPolicy(editor).govern(feed.category_id):
        raise NotVisible("feed")
    # In the order of their ids, which the index of the feed has already.
    rows = FeedEntry.objects.filter(feed=feed.pk).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(_fields(rows)[: AT_ONCE + 1])
    shown = found[:AT_ONCE]
    seen = _seen(editor, shown)
    return FeedEntries(
        feed_id=feed.pk,
        title=feed.title,
        rows=tuple(
            EntryRow(_headline(row, seen), row["seen_at"], _became(row, seen))
            for row in shown
        ),
        before=shown[-1]["pk"] if len(found) > AT_ONCE else 0,
    )


def became_of(
    *, editor: User, feed_id: int | None, keys: Iterable[str]
) -> dict[str, Became]:
    """What became of those entries of a feed that are here, by their keys: two queries.
    For callers that asked whether the editor looks after the feed."""
    rows = list(_fields(FeedEntry.objects.filter(feed=feed_id, key__in=list(keys))))
    seen = _seen(editor, rows)
    return {row["key"]: _became(row, seen) for row in rows}


def _fields(rows: QuerySet[FeedEntry]) -> QuerySet[FeedEntry, dict[str, Any]]:
    """Only what is shown: the whole text of an entry can be long."""
    said = {"headline": KT("told__headline"), "until": KT("told__embargoed_until")}
    columns = ("pk", "key", "state", "reason", "due_at", "seen_at")
    topics = ("story__topic", "outlet__story__topic")
    headlines = ("story__headline", "outlet__headline")
    return rows.annotate(**said).values(*columns, *topics, *headlines, *said)


def _headline(row: dict[str, Any], seen: set[int]) -> str:
    """What an entry said, or what its story says where nobody keeps that."""
    story = row["story__headline"] or row["outlet__headline"] or ""
    return row["headline"] or (story if _topic(row) in seen else "")


def _topic(row: dict[str, Any]) -> int:
    return row["story__topic"] or row["outlet__story__topic"] or 0


def _seen(editor: User, rows: list[dict[str, Any]]) -> set[int]:
    ids = {_topic(row) for row in rows} - {0}
    if not ids:
        return set()
    topics = Topic.objects.visible_to(editor).filter(pk__in=ids)
    return set(topics.values_list("pk", flat=True))


def _became(row: dict[str, Any], seen: set[int]) -> Became:
    # SQLite has JSON's null as a word.
    said = row["until"] not in (None, "", "null")
    until = datetime.fromisoformat(row["until"]) if said else None
    return Became(
        entry_id=row["pk"],
        state=row["state"],
        # Of sentences of ours, in the reader's language and not in that of its time.
        reason=gettext(row["reason"]) if row["reason"] else "",
        due_at=row["due_at"],
        is_embargoed=until is not None and until > timezone.now(),
        topic_id=_topic(row) if _topic(row) in seen else 0,
    )
