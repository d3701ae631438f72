"""What evidence does when something happened elsewhere."""

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from rostra.evidence.models import Claim, ClaimLink
from rostra.evidence.services.placing import raise_after_claiming
from rostra.forum.models import Post
from rostra.forum.signals import post_hidden, topic_moderated


@receiver(topic_moderated)
def follow_topic(sender: object, pk: int, **_: Any) -> None:
    """Claims of a topic that was merged into another go along, those from posts that
    went elsewhere go with these, and topics that show its claims no longer do if not
    everybody may read it now."""
    Claim.objects.filter(topic__merged_into=pk).update(topic=pk)
    ClaimLink.objects.filter(topic__merged_into=pk).update(topic=pk)
    for model in (Claim, ClaimLink):
        strayed = model.objects.filter(post__topic=pk).exclude(topic=pk)
        strayed.update(topic=pk)
        gone = model.objects.filter(topic=pk).exclude(post=None).exclude(post__topic=pk)
        for row in gone.select_related("post"):
            model.objects.filter(pk=row.pk).update(topic=row.post.topic_id)
    ClaimLink.objects.filter(claim__topic=pk, topic=pk, post=None).delete()
    shown = ClaimLink.objects.filter(claim__topic=pk)
    raise_after_claiming(pk, *shown.values_list("topic", flat=True))


@receiver(post_hidden)
def follow_post(sender: object, pk: int, **_: Any) -> None:
    """Topics that show claims from a hidden post no longer do."""
    opened = Post.objects.filter(pk=pk, number=1).values("topic")
    its = Q(post=pk) | Q(post=None, topic__in=opened)
    claims = Claim.objects.filter(its).values("pk")
    shown = ClaimLink.objects.filter(claim__in=claims).values_list("topic", flat=True)
    if shown or claims.exists():
        raise_after_claiming(*shown)
    elif ClaimLink.objects.filter(its).exists():
        raise_after_claiming()
