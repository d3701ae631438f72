"""A member's unsent texts."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rostra.accounts.guests import guest_key
from rostra.accounts.models import User
from rostra.forum.models import Category, Draft, Post, Scheduled, Topic
from rostra.forum.selectors.rows import DraftRow


@dataclass(frozen=True, slots=True)
class DraftItem:
    """A draft in the list of them, with where it goes on."""

    id: int
    label: str
    url: str
    title: str
    snippet: str
    source: str
    """All of it, for where there is no place left to go on."""
    saved_at: datetime


def draft_at(*, owner: User, place: str) -> DraftRow | None:
    """The draft a member has for a place: one query."""
    draft = Draft.objects.filter(owner=owner, place=place).first()
    if draft is None:
        return None
    return _draft_row(draft)


def guest_draft_at(*, guest: str, place: str) -> DraftRow | None:
    """The draft that a guest left for a place: one query."""
    key = guest_key(guest)
    draft = Draft.objects.filter(owner=None, guest_key=key, place=place).first()
    if not key or draft is None:
        return None
    return _draft_row(draft)


def _draft_row(draft: Draft) -> DraftRow:
    return DraftRow(
        draft.source,
        draft.title,
        draft.saved_at,
        draft.client_token,
        draft.poll,
        draft.answers,
    )


def drafts_of(*, owner: User) -> list[DraftItem]:
    """A member's newest hundred drafts, each with where it goes on: at most four queries."""
    drafts = list(Draft.objects.filter(owner=owner).order_by("-saved_at")[:100])
    topics = Topic.objects.visible_to(owner).in_bulk(_numbers(drafts, "topic"))
    posts = Post.objects.visible_to(owner).select_related("topic")
    edited = posts.in_bulk(_numbers(drafts, "edit"))
    named = Category.objects.visible_to(owner).in_bulk(_numbers(drafts, "new"))
    return [_item(draft, topics, edited, named) for draft in drafts]


def _numbers(drafts: list[Draft], kind: str) -> list[int]:
    places = (draft.place.partition(":") for draft in drafts)
    return [int(number) for key, _colon, number in places if key == kind and number]


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


def _item(
    draft: Draft,
    topics: dict[int, Topic],
    edited: dict[int, Post],
    named: dict[int, Category],
) -> DraftItem:
    kind, _colon, number = draft.place.partition(":")
    pk = int(number or 0)
    title, url = draft.title, "/drafts/"
    if kind == "topic" and pk in topics:
        label, title = _("Reply"), topics[pk].title
        url = f"{topics[pk].get_absolute_url()}#reply"
    elif kind == "edit" and pk in edited:
        label, title, url = _("Edit"), edited[pk].topic.title, f"/post/{pk}/edit/"
    elif kind == "new" and (not pk or pk in named):
        label = _("New topic")
        url = f"/start/?category={pk}" if pk else "/start/"
        if pk:
            label = _("New topic in %(category)s") % {"category": named[pk].name}
    else:
        label = _("For a place you can no longer see")
    return DraftItem(
        id=draft.pk,
        label=label,
        url=url,
        title=title,
        snippet=(draft.source.strip() or " · ".join(draft.answers.values()))[:200],
        source=draft.source,
        saved_at=draft.saved_at,
    )
