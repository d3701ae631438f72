"""Decide what becomes of an entry that is held, or released again."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Category
from rostra.foundation.visibility import NotVisible
from rostra.news.models import FeedEntry
from rostra.news.policies import FeedPolicy
from rostra.news.services.deciding import entry_to_show, entry_told, lock_entry
from rostra.news.services.in_turn import take_turn
from rostra.news.services.placing import Chosen, publish_row
from rostra.news.services.shaping import due_after

State = FeedEntry.State


@transaction.atomic
def publish_entry(
    *,
    editor: User,
    entry_id: int,
    chosen: Chosen | None = None,
    now: datetime | None = None,
) -> FeedEntry:
    """Post a held entry as a story; if it is embargoed, as soon as it may be. `chosen` is
    where, if not where its feed says: its feed moves it no more.

    One that is no more held stays as it is. Raises NotVisible, PermissionDenied with a
    reason for a category that is not the editor's, and ValidationError if that is chosen
    before its time. The entry says in `reason` why the forum did not take it, if it did not.
    """
    take_turn()
    row = lock_entry(editor, entry_id)
    if row.state not in (State.HELD, State.REFUSED):
        return row
    now = now or timezone.now()
    entry = entry_told(row)
    if chosen:
        Category.objects.get_visible(editor, pk=chosen.category_id)
        FeedPolicy(editor).govern(chosen.category_id).or_raise()
        entry_to_show(row, now)
    if entry.embargoed_until and entry.embargoed_until > now:
        row.state, row.due_at = State.WAITING, due_after(row.feed, entry, now)
        row.approved_at = now
        row.save()
    else:
        publish_row(row.feed, row, entry, now, chosen)
    return row


@dataclass(frozen=True, slots=True)
class Published:
    """How many of some entries are stories now, and how many still wait."""

    count: int
    left: int


def publish_entries(*, editor: User, entry_ids: Iterable[int]) -> Published:
    """Post those of these held entries that tell nothing which is here already, each by
    itself: one that cannot be stops no other. Those that are not the editor's to decide
    about are passed over."""
    count = left = 0
    for pk in entry_ids:
        new = FeedEntry.objects.filter(state=State.HELD, resembles=None, about=None)
        if not new.filter(pk=pk).exists():  # One of these may have told it just now.
            left += 1
            continue
        with suppress(NotVisible):
            row = publish_entry(editor=editor, entry_id=pk)
            is_posted = row.state == State.PUBLISHED
            count, left = count + is_posted, left + (not is_posted)
    return Published(count, left)


def drop_entries(*, editor: User, entry_ids: Iterable[int]) -> int:
    """Post none of these held entries; how many were dropped. Those that are not the
    editor's to decide about are passed over."""
    count = 0
    for pk in entry_ids:
        with suppress(NotVisible):
            row = drop_entry(editor=editor, entry_id=pk)
            count += row.state == State.DROPPED
    return count


@transaction.atomic
def drop_entry(*, editor: User, entry_id: int) -> FeedEntry:
    """Do not post a held entry, or leave its story withdrawn though its publisher released
    it again. One that waits for nobody stays as it is.

    Raises NotVisible.
    """
    row = lock_entry(editor, entry_id)
    if row.state in (State.HELD, State.REFUSED, State.WAITING, State.RELEASED):
        if row.state == State.RELEASED:
            # Its words were taken back once, and are not wanted again.
            row.told = {}
        row.state, row.due_at = State.DROPPED, None
        row.save(update_fields=["state", "due_at", "told"])
        row.prints.all().delete()
    return row
