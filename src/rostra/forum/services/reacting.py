"""Say one word about a post, or take it back."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Post, Reaction, Topic
from rostra.forum.policies import PostPolicy
from rostra.forum.reaction_kinds import offered_kinds
from rostra.forum.services.editing import lock_post_row
from rostra.forum.services.numbering import add_score, raise_after_writing


@transaction.atomic
def react(*, user: User, post_id: int, kind: str, at: datetime | None = None) -> Post:
    """Give a post one's reaction, in the place of an earlier one; `""` takes it back.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError for a word
    that is not among the reactions.
    """
    if kind and not any(kind == one.key for one in offered_kinds()):
        raise ValidationError(_("There is no such reaction."))
    post = lock_post_row(user, post_id)
    PostPolicy(user, post, post.topic).react().or_raise()

    removed = Reaction.objects.filter(post=post, user=user)
    had = removed.values_list("kind", flat=True).first()
    if had == (kind or None):
        return post
    removed.delete()
    if kind:
        Reaction.objects.create(post=post, user=user, kind=kind)
    count_reactions(post)
    if kind and not had:
        Topic.objects.filter(pk=post.topic_id).update(score=F("score") + 1)
        add_score(post.topic, at or timezone.now())
    raise_after_writing(post.topic)
    return post


@transaction.atomic
def react_together(*, post_id: int, kinds: Mapping[int, str], at: datetime) -> None:
    """The first reactions of a post, {user id: kind}, all at once.

    For trusted callers that bring a community in: nobody's rights are asked about.
    """
    post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
    rows = [Reaction(post=post, user_id=who, kind=kinds[who]) for who in kinds]
    Reaction.objects.bulk_create(rows)
    count_reactions(post)
    Topic.objects.filter(pk=post.topic_id).update(score=F("score") + len(rows))
    add_score(post.topic, at, len(rows))
    raise_after_writing(post.topic)


def count_reactions(post: Post) -> None:
    """Count the reactions of a post anew; its row is locked by the caller."""
    # Counted from the rows, under the post's lock: a number that is only ever
    # added to and taken from drifts.
    kinds = Reaction.objects.filter(post=post).values_list("kind")
    post.tally = dict(kinds.annotate(Count("pk")))
    post.save(update_fields=["tally"])
