"""A member's unsent texts."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rostra.accounts.guests import guest_key
from rostra.accounts.models import User
from rostra.forum.models import Draft, Scheduled, Topic
from rostra.forum.selectors.rows import DraftRow


@dataclass(frozen=True, slots=True)
class DraftItem:
    """A draft in the list of them, with where it goes on."""

    id: int
    label: str
    url: str
    title: str
    snippet: str
    saved_at: datetime


def draft_at(*, owner: User, place: str) -> DraftRow | None:
    """The draft a member has for a place: one query."""
    draft = Draft.objects.filter(owner=owner, place=place).first()
    if draft is None:
        return None
    return DraftRow(draft.source, draft.title, draft.saved_at, draft.client_token)


def guest_draft_at(*, guest: str, place: str) -> DraftRow | None:
    """The draft that a guest left for a place: one query."""
    key = guest_key(guest)
    draft = Draft.objects.filter(owner=None, guest_key=key, place=place).first()
    if not key or draft is None:
        return None
    return DraftRow(draft.source, draft.title, draft.saved_at, draft.client_token)


def drafts_of(*, owner: User) -> list[DraftItem]:
    """A member's newest hundred drafts: two queries."""
    drafts = list(Draft.objects.filter(owner=owner).order_by("-saved_at")[:100])
    ids = [int(d.place[6:]) for d in drafts if d.place.startswith("topic:")]
    topics = Topic.objects.visible_to(owner).in_bulk(ids)
    return [_item(draft, topics) for draft in drafts]


@dataclass(frozen=True, slots=True)
class LaterItem:
    """A text that is to be posted later, or could not be."""

    id: int
    label: str
    title: str
    snippet: str
    due_at: datetime
    failure: str


def scheduled_of(*, owner: User) -> list[LaterItem]:
    """A member's texts for later, the next first: two queries, one if there are none."""
    rows = list(Scheduled.objects.filter(author=owner).order_by("due_at")[:100])
    ids = [row.topic_id for row in rows if row.topic_id]
    topics = Topic.objects.visible_to(owner).in_bulk(ids)
    return [
        LaterItem(
            id=row.pk,
            label=_("Reply") if row.topic_id else _("New topic"),
            title=topics[row.topic_id].title if row.topic_id in topics else row.title,
            snippet=row.source[:200],
            due_at=row.due_at,
            failure=row.failure,
        )
        for row in rows
    ]


def _item(draft: Draft, topics: dict[int, Topic]) -> DraftItem:
    kind, _colon, number = draft.place.partition(":")
    topic = topics.get(int(number)) if kind == "topic" else None
    if topic:
        label, url = _("Reply"), f"{topic.get_absolute_url()}#reply"
    elif kind == "new":
        label, url = (
            _("New topic"),
            f"/start/?category={number}" if number else "/start/",
        )
    elif kind == "edit":
        label, url = _("Edit"), f"/post/{number}/edit/"
    else:
        label, url = _("Reply to a topic you can no longer see"), "/drafts/"
    return DraftItem(
        id=draft.pk,
        label=label,
        url=url,
        title=topic.title if topic else draft.title,
        snippet=draft.source[:200],
        saved_at=draft.saved_at,
    )
