from django.db import models

from rostra.forum.models.tag import Tag
from rostra.forum.models.topic import Topic


class Tagged(models.Model):
    """One tag on one topic, with what the tag's page sorts by, so that it reads no more
    rows than it shows."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")
    started_at = models.DateTimeField()
    last_posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "tag"], name="one_tag_a_topic")
        ]
        indexes = [
            models.Index(
                fields=["tag", "-last_posted_at", "-topic"], name="tagged_activity"
            ),
            models.Index(fields=["tag", "-started_at", "-topic"], name="tagged_new"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.tag_id}"
