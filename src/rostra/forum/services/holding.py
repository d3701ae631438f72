"""A moderator has looked at a post that was held, and decides."""

from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Post
from rostra.forum.services.moderating import hide_post, restore_post
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.signals import post_hidden
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible


def hold_post(post: Post) -> None:
    """Hide a post, whose topic is locked, until a moderator has looked at it."""
    if post.hidden_at:
        return
    post.hidden_at, post.hidden_reason = timezone.now(), Post.HELD
    post.save(update_fields=["hidden_at", "hidden_reason"])
    announce(post_hidden, post)
    raise_after_writing(post.topic, post.author_id)
    raise_versions("moves")


@transaction.atomic
def release_post(*, moderator: User, post_id: int) -> Post:
    """Show a post that was held. Raises NotVisible if it is not, or no longer, held, and
    PermissionDenied."""
    _ask(post_id)
    return restore_post(moderator=moderator, post_id=post_id)


@transaction.atomic
def keep_hidden(*, moderator: User, post_id: int, reason: str) -> Post:
    """Leave a post hidden that was held, with a reason that readers see. Raises the same."""
    _ask(post_id)
    return hide_post(moderator=moderator, post_id=post_id, reason=reason.strip())


def _ask(post_id: int) -> None:
    held = Post.objects.select_for_update(no_key=True).filter(pk=post_id)
    if not held.filter(hidden_reason=Post.HELD, hidden_at__isnull=False).exists():
        raise NotVisible("post")
