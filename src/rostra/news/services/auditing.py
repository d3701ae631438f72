"""Write down who took a story back, or put it back, and why."""

from datetime import datetime

from rostra.accounts.models import User
from rostra.forum.erasures import Erasure
from rostra.news.models import FeedEntry, Story, Withdrawal

Kind = Withdrawal.Kind


def note_withdrawal(
    story: Story,
    kind: Kind,
    reason: str,
    at: datetime,
    *,
    editor: User | None = None,
    erasure: Erasure | None = None,
) -> Withdrawal:
    """An entry of the audit log, within the change of a locked story. Without an editor
    it says which feed the story came from."""
    row = story.entries.select_related("feed").order_by("pk").first()
    feed = row.feed if row else None
    return Withdrawal.objects.create(
        kind=kind,
        story=story,
        category_id=story.topic.category_id,
        headline=story.headline,
        feed=feed,
        feed_title=feed.title if feed else "",
        editor=editor,
        reason=reason,
        taken={name: count for name, count in erasure.taken.items() if count}
        if erasure
        else {},
        still=erasure.still if erasure else [],
        at=at,
    )


def note_kept_back(row: FeedEntry, kind: Kind, reason: str, at: datetime) -> Withdrawal:
    """The same for an entry that readers have never seen."""
    return Withdrawal.objects.create(
        kind=kind,
        category_id=row.feed.category_id,
        headline=str(row)[:255],
        feed=row.feed,
        feed_title=row.feed.title,
        reason=reason,
        at=at,
    )
