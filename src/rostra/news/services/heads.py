"""Topics that a member started, and that a story may open: where one goes whose original is
talked about here already."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic
from rostra.news.kept_entries import addresses_as_digests
from rostra.news.models import Heading, Story
from rostra.news.policies import StoryPolicy
from rostra.news.services.starting_links import topic_about

HEAD, APART = "head", "apart"
"""What an editor chooses: that the story opens that topic, or has one of its own."""


class OriginalIsHere(ValidationError):
    """The original of a story is talked about in `topic`, which the story may open if it
    has none (`may_head`)."""

    def __init__(self, topic: Topic, may_head: bool) -> None:
        self.topic, self.may_head = topic, may_head
        told = _("This is talked about here already. Choose what becomes of the story.")
        super().__init__({"original_url": told})


Free = tuple[Topic | None, Post | None]
"""A topic that a story may open, locked, and the post that opens it now; or neither."""
NONE: Free = (None, None)


def topic_to_head(editor: User, original: str, there: str) -> Free:
    """The topic that a story by hand is to open; NONE for a topic of its own. Callers
    have their turn (in_turn.py).

    Raises OriginalIsHere unless `there` says what is wanted, and PermissionDenied with a
    reason.
    """
    if there == APART or not original:
        return NONE
    topic = topic_about(reader=editor, digests=addresses_as_digests((original,)))
    if topic is None:
        return NONE
    found = free_topic(topic.pk)
    if there != HEAD or found == NONE:
        policy = StoryPolicy(editor).publish(topic.category_id)
        raise OriginalIsHere(topic, found != NONE and bool(policy))
    StoryPolicy(editor).publish(topic.category_id).or_raise()
    return found


def free_topic(topic_id: int | None) -> Free:
    """A topic that is here and has no story, or NONE: it was merged, is gone, or has one by
    now."""
    rows = Topic.objects.select_for_update(of=("self",), no_key=True)
    topic = rows.select_related("category").filter(pk=topic_id).first()
    if topic is None or topic.merged_into_id:
        return NONE
    opening = Post.objects.filter(topic=topic, number=1).first()
    if opening is None or Story.objects.filter(topic=topic).exists():
        return NONE
    return topic, opening


def note_heading(
    story: Story, opening: Post | None, *, by: User | None, at: datetime | None
) -> None:
    """Write down that a story opens a member's topic: what opened it before, who wanted
    it, and when (else now). Nothing for a story of a topic of its own."""
    if opening is None:
        return
    at = at or timezone.now()
    Heading.objects.create(story=story, opening=opening, joined_at=at, joined_by=by)
