"""Requests for sources: what readers would like to look up, and what came of it."""

from django.db import models

from rostra.accounts.models import User
from rostra.evidence.models.sources import PostSource
from rostra.forum.models import Post
from rostra.forum.models.post import words_shown_to
from rostra.forum.models.topic import category_of
from rostra.foundation.visibility import VisibleQuerySet


class SourceRequestQuerySet(VisibleQuerySet):
    def visible_to(self, reader):
        """Requests on posts whose words this reader may see. Twin of RequestPolicy.read."""
        return self.alias(in_category=category_of("post__topic__")).filter(
            words_shown_to(reader, "post__", "in_category")
        )


class SourceRequest(models.Model):
    """That members would like a source for a post, or for a sentence of it."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    post = models.ForeignKey(Post, models.CASCADE, related_name="source_requests")
    words = models.CharField(max_length=300, blank=True)
    """The sentence, as it stood in the post; empty for the post as a whole."""
    key = models.CharField(max_length=16, blank=True)
    """markup.quote_key of the words."""
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    """Why the author gives none."""
    answer = models.ForeignKey(
        PostSource, models.SET_NULL, null=True, related_name="answers"
    )
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    """When the author was told by mail, or it was seen that they need not be."""

    objects = SourceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "key"],
                condition=models.Q(state="open"),
                name="one_open_request",
            )
        ]
        indexes = [
            models.Index(
                fields=["-asked_at", "-id"],
                condition=models.Q(state="open"),
                name="request_open",
            ),
            models.Index(
                fields=["asked_at"],
                condition=models.Q(told_at__isnull=True),
                name="request_untold",
            ),
        ]

    def __str__(self) -> str:
        return self.words or f"post {self.post_id}"

    def get_absolute_url(self) -> str:
        return f"/source-request/{self.pk}/"


class Asking(models.Model):
    """That a member would like the source, too; the first one asked."""

    request = models.ForeignKey(SourceRequest, models.CASCADE, related_name="askings")
    member = models.ForeignKey(User, models.CASCADE, related_name="askings")
    asked_at = models.DateTimeField()
    is_answered = models.BooleanField(null=True)
    """Whether they say that the source answers it; None while they have not said."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "member"], name="one_asking")
        ]
        indexes = [models.Index(fields=["member", "asked_at"], name="asking_member")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.request_id}"
