"""Where a story stands: the title, the tags and the category that staff choose for it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.forum.policies import TopicPolicy
from rostra.forum.services.moving import move_topic
from rostra.forum.services.tagging import retag_topic
from rostra.forum.services.titling import retitle_topic
from rostra.news.models import Story
from rostra.news.policies import StoryPolicy
from rostra.news.services.changing import lock_story


@transaction.atomic
def arrange_story(
    *,
    editor: User,
    topic_id: int,
    title: str,
    tags: tuple[str, ...],
    category_id: int | None = None,
) -> Topic:
    """Give a story's topic another title and other tags, and put it elsewhere, which takes
    a moderator of where it is. Its text goes on following its feed, which changes none of
    these. The title of a withdrawn story takes its headline's place in all its versions.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError naming fields.
    """
    story, opening = lock_story(editor, topic_id)
    topic = opening.topic
    if topic.pk != story.topic_id:
        raise ValidationError(_("This story has been joined with another."))
    retitle_topic(topic, editor=editor, title=title)
    if story.status == Story.Status.WITHDRAWN:
        story.headline = topic.title
        story.save(update_fields=["headline"])
        story.versions.update(headline=topic.title)
    retag_topic(topic, editor=editor, names=tags)
    if category_id in (None, topic.category_id):
        return topic
    TopicPolicy(editor, topic).moderate().or_raise()
    StoryPolicy(editor).publish(category_id).or_raise()
    return move_topic(moderator=editor, topic_id=topic.pk, category_id=category_id)
