"""The page of another site that a member started a topic from."""

from django.db import models

from rostra.forum.models import Topic

KEY = "link"
"""Among the additions of topics that were started from a link."""


class LinkTopic(models.Model):
    """What the page says of itself, as the member who started the topic confirmed it."""

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="link")
    address = models.CharField(max_length=1000)
    title = models.CharField(max_length=200)
    outlet = models.CharField(max_length=120, blank=True)
    published_on = models.DateField(null=True)
    image = models.CharField(max_length=200, blank=True)
    """A path below the media folder; drawn anew."""
    image_width = models.PositiveIntegerField(default=0)
    image_height = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.title


class TopicAddress(models.Model):
    """An address of what a topic is about, as a hash: it is not started twice."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "topic addresses"
        constraints = [
            models.UniqueConstraint(fields=["digest", "topic"], name="topic_address")
        ]

    def __str__(self) -> str:
        return self.digest
