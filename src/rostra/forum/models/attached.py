from django.db import models

from rostra.attachments.models import Attachment
from rostra.forum.models.post import Post
from rostra.forum.models.topic import Topic
from rostra.forum.permissions import rights_of
from rostra.foundation.visibility import VisibleQuerySet


class AttachedQuerySet(VisibleQuerySet):
    def visible_to(self, reader):
        """Those of posts whose words this reader may see. Twin of PostPolicy.read_words."""
        shown = models.Q(post__hidden_at=None)
        if reader.is_authenticated:
            shown |= models.Q(post__author=reader.pk)
        if moderated := rights_of(reader).moderated:
            shown |= models.Q(post__topic__category__in=moderated)
        return self.filter(shown, post__topic__in=Topic.objects.visible_to(reader))


class Attached(models.Model):
    """That a post shows an attachment, or leads to it, in any text that it has or had."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="attached")
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="uses")

    objects = AttachedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "attachment"], name="attached_once")
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} in {self.post_id}"
