"""Decide what becomes of an entry that is held, or released again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.news.models import FeedEntry
from rostra.news.services.deciding import entry_told, lock_entry
from rostra.news.services.in_turn import take_turn
from rostra.news.services.placing import publish_row
from rostra.news.services.shaping import due_after

State = FeedEntry.State


@transaction.atomic
def publish_entry(
    *, editor: User, entry_id: int, now: datetime | None = None
) -> FeedEntry:
    """Post a held entry as a story; if it is embargoed, as soon as it may be.

    One that is no more held stays as it is. Raises NotVisible. The entry says in `reason` why the forum did not take it, if it did not.
    """
    take_turn()
    row = lock_entry(editor, entry_id)
    if row.state not in (State.HELD, State.REFUSED):
        return row
    now = now or timezone.now()
    entry = entry_told(row)
    if entry.embargoed_until and entry.embargoed_until > now:
        row.state, row.due_at = State.WAITING, due_after(row.feed, entry, now)
        row.approved_at = now
        row.save()
    else:
        publish_row(row.feed, row, entry, now)
    return row


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
