from django.db import models

from rostra.accounts.models import User
from rostra.forum.models.topic import Topic


class ReadMark(models.Model):
    """The last post number a user has read in a topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(User, models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="read_mark")
        ]

    def __str__(self) -> str:
        return f"up to {self.number}"


class Follow(models.Model):
    """A user who wants to hear of new posts in a topic."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="follows")
    user = models.ForeignKey(User, models.CASCADE, related_name="follows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="one_follow_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} follows {self.topic_id}"
