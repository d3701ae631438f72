from django.db import models

from rostra.accounts.models import User
from rostra.forum.models.category import Category
from rostra.forum.models.topic import Topic


class Scheduled(models.Model):
    """A text that is posted by itself at a time its author chose."""

    author = models.ForeignKey(User, models.CASCADE, related_name="scheduled")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="+")
    """Where it is a reply; None for a topic of its own."""
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=255, blank=True)
    source = models.TextField()
    tags = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    """What was typed into the fields of a template, and beside them: where it is taken
    back, that is what its author goes on with."""
    client_token = models.CharField(max_length=64)
    """With it, posting twice makes one post."""
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(max_length=500, blank=True, editable=False)
    """Why it could not be posted, as its author reads it."""

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(failed_at__isnull=True),
                name="scheduled_due",
            ),
            models.Index(fields=["author", "due_at"], name="scheduled_of_author"),
        ]

    def __str__(self) -> str:
        return self.title or self.source[:40]
