"""Decide about what a feed has changed in a story since: that is held as its entries are."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.news.models import FeedEntry
from rostra.news.services.deciding import entry_to_show, lock_entry
from rostra.news.services.following import change_by_entry
from rostra.news.services.picturing_later import want_pictures

State = FeedEntry.State


@transaction.atomic
def publish_change(
    *, editor: User, entry_id: int, now: datetime | None = None
) -> FeedEntry:
    """Give a story what its feed says now, as a version. One that waits no more stays.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError if it may not
    be shown yet, or if the story was written by hand: that is never written over.
    """
    row = lock_entry(editor, entry_id)
    if row.state != State.CHANGED or row.story is None:
        return row
    now = now or timezone.now()
    entry = entry_to_show(row, now)
    row.state = State.PUBLISHED
    if change_by_entry(row, row.story, None, entry, now) and row.feed.has_pictures:
        want_pictures(row.story.pk)
    if row.state == State.CHANGED:
        raise ValidationError(
            _(
                "This story was written by hand. Take from the feed’s text what you want."
            )
        )
    row.save()
    return row


@transaction.atomic
def leave_change(*, editor: User, entry_id: int) -> FeedEntry:
    """Leave a story as it is, whatever its feed says now. Raises NotVisible."""
    row = lock_entry(editor, entry_id)
    if row.state == State.CHANGED:
        row.state = State.PUBLISHED
        row.save(update_fields=["state"])
    return row
