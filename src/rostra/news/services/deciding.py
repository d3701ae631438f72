"""What every decision of an editor about an entry begins with."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import entry_of
from rostra.news.models import FeedEntry
from rostra.news.policies import FeedPolicy
from rostra.news.reading import EntryRead


def lock_entry(editor: User, entry_id: int) -> FeedEntry:
    """An entry, locked, for whoever looks after its feed; raises NotVisible."""
    rows = FeedEntry.objects.select_for_update(of=("self",), no_key=True)
    about = ("feed__house", "resembles__topic", "about")
    row = rows.select_related(*about).filter(pk=entry_id).first()
    if row is None or not FeedPolicy(editor).govern(row.feed.category_id):
        raise NotVisible("feed entry")
    return row


def entry_told(row: FeedEntry) -> EntryRead:
    """What an entry says; raises NotVisible once its words are forgotten."""
    if not row.told:
        raise NotVisible("feed entry")
    return entry_of(row.told)


def entry_to_show(row: FeedEntry, now: datetime) -> EntryRead:
    """What an entry says, if it may be shown by now; else raises ValidationError, and
    NotVisible once its words are forgotten."""
    entry = entry_told(row)
    if entry.embargoed_until and entry.embargoed_until > now:
        raise ValidationError(_("Its publisher does not want it shown yet."))
    return entry
