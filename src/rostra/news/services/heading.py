"""Put the story of an entry at the head of a topic that a member started from its page."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.forum.services.adding import drop_addition
from rostra.forum.services.moderating import mark_as_story
from rostra.forum.services.moving import lock_topics
from rostra.forum.services.opening import take_opening_out
from rostra.news.headlines import shortened
from rostra.news.models import FeedEntry, Heading, Story
from rostra.news.models.link import KEY as LINKED
from rostra.news.models.story import KEY as CHANGED
from rostra.news.policies import StoryPolicy
from rostra.news.services.deciding import entry_to_show, lock_entry
from rostra.news.services.in_turn import take_turn
from rostra.news.services.placing import head_row

State = FeedEntry.State


@transaction.atomic
def head_topic(
    *, editor: User, entry_id: int, now: datetime | None = None
) -> FeedEntry:
    """Open the topic that is about the page of an entry that waits with its story; what
    its member wrote is the first comment, and title and tags stay theirs.

    One that no more waits stays as it is. Raises NotVisible, PermissionDenied with a
    reason, and ValidationError if that topic is gone or the entry may not be shown yet.
    """
    take_turn()
    row = lock_entry(editor, entry_id)
    if row.state not in (State.HELD, State.REFUSED):
        return row
    now = now or timezone.now()
    entry = entry_to_show(row, now)
    gone = ValidationError(_("The topic that is about this page is no longer here."))
    topic = row.about
    if topic is None or not Topic.objects.visible_to(editor).filter(pk=topic.pk):
        raise gone
    StoryPolicy(editor).publish(topic.category_id).or_raise()
    if not head_row(row, entry, by=editor, now=now):
        raise gone
    return row


@transaction.atomic
def part_heading(*, editor: User, story_id: int) -> None:
    """Make such a story a topic of its own, and leave the members theirs with all that
    was posted there. One that is parted already is no error.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    heading = Heading.objects.select_related("story").filter(story=story_id).first()
    if heading is None:
        return
    story = heading.story
    (topic,) = lock_topics(editor, story.topic_id)
    StoryPolicy(editor).publish(topic.category_id).or_raise()
    if not Heading.objects.filter(pk=heading.pk).exists():
        return
    _check_it_opens(story, topic)
    title = shortened(story.headline)
    new = take_opening_out(topic, title)
    Story.objects.filter(pk=story.pk).update(topic=new)
    mark_as_story(topic_id=new.pk, language=topic.language)
    Topic.objects.filter(pk=topic.pk).update(is_story=False)
    drop_addition(new, LINKED)
    drop_addition(topic, CHANGED)
    heading.delete()


def _check_it_opens(story: Story, topic: Topic) -> None:
    """Moderators may have merged the topic since: then a moderator parts them."""
    first = topic.posts.order_by("number").values_list("pk", flat=True)[:2]
    if len(first) < 2 or first[0] != story.post_id:
        raise ValidationError(
            _("The story no longer opens this topic. Ask a moderator to split it.")
        )
