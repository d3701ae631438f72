"""Put a story back that its publisher released again, or that another outlet tells."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.foundation.visibility import NotVisible
from rostra.news.models import FeedEntry, Story, Withdrawal
from rostra.news.policies import StoryPolicy
from rostra.news.services.auditing import note_withdrawal
from rostra.news.services.changing import lock_story
from rostra.news.services.deciding import entry_to_show, lock_entry
from rostra.news.services.outlets import print_again
from rostra.news.services.retelling import retell_story
from rostra.news.services.shaping import reason_against, shaped
from rostra.news.services.versions import Kind

State = FeedEntry.State


@transaction.atomic
def restore_story(
    *, editor: User, entry_id: int, now: datetime | None = None
) -> FeedEntry:
    """Give a withdrawn story the text with which its publisher released it again, or that
    of another outlet; its feed changes it from then on. One that is no more to be put back
    stays as it is.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError if it may not
    be shown yet or the feed's rules do not want it.
    """
    row = lock_entry(editor, entry_id)
    story = row.story
    if row.state != State.RELEASED or story is None:
        return row
    now = now or timezone.now()
    entry = entry_to_show(row, now)
    if unwanted := reason_against(row.feed, entry):
        raise ValidationError(unwanted)
    # As the editor, who must see the topic and may publish where it is by now.
    story, opening = lock_story(editor, story.topic_id)
    StoryPolicy(editor).publish(opening.topic.category_id).or_raise()
    if story.status != Story.Status.WITHDRAWN:
        raise NotVisible("feed entry")
    retell_story(
        house=opening.author,
        topic_id=story.topic_id,
        entry=entry,
        shape=shaped(row.feed, entry),
        note=row.reason,
        at=now,
        kind=Kind.CORRECTED if row.reason else Kind.RESTORED,
    )
    note_withdrawal(story, Withdrawal.Kind.RESTORED, row.reason, now, editor=editor)
    row.state, row.reason = State.PUBLISHED, ""
    row.save()
    _let_go(row, story)
    print_again(story, row, now)
    return row


def _let_go(row: FeedEntry, story: Story) -> None:
    """Nobody else leads a story from now on: its text is that of one feed."""
    others = story.entries.exclude(pk=row.pk)
    others.filter(state=State.RELEASED).update(state=State.DROPPED, told={})
    others.update(story=None)
