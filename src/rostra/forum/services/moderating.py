"""What moderators do to topics and posts, with a reason."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic
from rostra.forum.policies import TopicPolicy
from rostra.forum.services.editing import lock_post_row
from rostra.forum.services.judging_again import ask_for_judging
from rostra.forum.services.numbering import lock_topic_row, raise_after_writing
from rostra.forum.signals import post_hidden, topic_moderated
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions


def lock_topic(
    *, moderator: User, topic_id: int, reason: str = "", at: datetime | None = None
) -> Topic:
    """Close a topic to new replies of members."""
    when = at or timezone.now()
    return _mark(moderator, topic_id, locked_at=when, lock_reason=reason[:200])


def unlock_topic(*, moderator: User, topic_id: int) -> Topic:
    """Open a locked topic again."""
    return _mark(moderator, topic_id, locked_at=None, lock_reason="")


def pin_topic(*, moderator: User, topic_id: int, at: datetime | None = None) -> Topic:
    """Keep a topic at the top of its category."""
    return _mark(moderator, topic_id, pinned_at=at or timezone.now())


def unpin_topic(*, moderator: User, topic_id: int) -> Topic:
    """Let a pinned topic find its own place again."""
    return _mark(moderator, topic_id, pinned_at=None)


def hide_topic(*, moderator: User, topic_id: int, at: datetime | None = None) -> Topic:
    """Take a topic out of everybody's sight but the moderators'."""
    return _mark(moderator, topic_id, hidden_at=at or timezone.now())


def restore_topic(*, moderator: User, topic_id: int) -> Topic:
    """Show a hidden topic again."""
    return _mark(moderator, topic_id, hidden_at=None)


def hide_post(
    *, moderator: User, post_id: int, reason: str, at: datetime | None = None
) -> Post:
    """Show a placeholder with a reason in the place of a post; its number stays."""
    fields = {"hidden_at": at or timezone.now(), "hidden_reason": reason[:200]}
    return _mark_post(moderator, post_id, **fields)


def restore_post(*, moderator: User, post_id: int) -> Post:
    """Show a hidden post again."""
    return _mark_post(moderator, post_id, hidden_at=None, hidden_reason="")


def recommend_post(
    *, moderator: User, post_id: int, note: str = "", at: datetime | None = None
) -> Post:
    """Put a post among those worth reading first."""
    fields = {"recommended_at": at or timezone.now(), "recommended_note": note[:200]}
    return _mark_post(moderator, post_id, **fields)


def mark_as_story(*, topic_id: int, language: str = "") -> None:
    """Say that a package above provides this topic's opening post, and its language."""
    with transaction.atomic():
        topic = Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
        topic.is_story, topic.language = True, language
        topic.save(update_fields=["is_story", "language"])
        raise_after_writing(topic)


@transaction.atomic
def _mark(moderator: User, topic_id: int, **fields: Any) -> Topic:
    topic = lock_topic_row(moderator, topic_id)
    TopicPolicy(moderator, topic).moderate().or_raise()

    for name, value in fields.items():
        setattr(topic, name, value)
    topic.save(update_fields=list(fields))
    announce(topic_moderated, topic)
    raise_after_writing(topic)
    raise_versions("moves")
    return topic


@transaction.atomic
def _mark_post(moderator: User, post_id: int, **fields: Any) -> Post:
    post = lock_post_row(moderator, post_id)
    TopicPolicy(moderator, post.topic).moderate().or_raise()

    for name, value in fields.items():
        setattr(post, name, value)
    post.save(update_fields=list(fields))
    ask_for_judging(post)
    announce(post_hidden, post)
    raise_after_writing(post.topic, post.author_id)
    raise_versions("moves")
    return post
