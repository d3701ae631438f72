"""What finds stories that are the same, and who else tells one that is here."""

from django.db import models

from rostra.accounts.models import User
from rostra.forum.models import Post
from rostra.news.models.feed import Feed, FeedEntry
from rostra.news.models.story import Story

KEY = "joined"
"""Among the additions of topics that another story's topic was joined to."""


class Print(models.Model):
    """A number that a text leaves, by which others like it are found."""

    number = models.BigIntegerField()
    at = models.DateTimeField()
    """When the text came here."""
    entry = models.ForeignKey(
        FeedEntry, models.CASCADE, null=True, related_name="prints"
    )
    """Whose text it is; None if it is the story's own."""
    story = models.ForeignKey(Story, models.CASCADE, null=True, related_name="prints")
    """The story that tells it; None while it waits."""

    class Meta:
        indexes = [
            models.Index(fields=["number", "-at"], name="print_number"),
            models.Index(fields=["at"], name="print_at"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Outlet(models.Model):
    """Somebody else who tells a story; the topic lists them."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="outlets")
    feed = models.ForeignKey(Feed, models.SET_NULL, null=True, related_name="+")
    entry = models.OneToOneField(
        FeedEntry, models.SET_NULL, null=True, related_name="outlet"
    )
    merged = models.OneToOneField(
        Story, models.SET_NULL, null=True, related_name="joined_as"
    )
    """The story that had a topic of its own, if it had one."""
    posts = models.JSONField(default=list)
    """The ids of that topic's posts."""
    tags = models.JSONField(default=list)
    """The names of that topic's tags."""
    outlets = models.JSONField(default=list)
    """The ids of the outlets that this topic listed."""
    name = models.CharField(max_length=200)
    headline = models.CharField(max_length=255)
    address = models.CharField(max_length=2000, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField(null=True)
    like_title = models.PositiveSmallIntegerField(default=0)
    like_text = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    """The editor; None if it was joined by itself."""
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-joined_at"], name="outlet_newest")]

    def __str__(self) -> str:
        return f"{self.name}: {self.headline}"


class Heading(models.Model):
    """That a feed's story was put at the head of a topic that a member had started from
    its page."""

    story = models.OneToOneField(Story, models.CASCADE, related_name="heading")
    opening = models.OneToOneField(Post, models.CASCADE, related_name="+")
    """What the member opened the topic with: the first comment now."""
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    """The editor; None if it was done by itself."""

    class Meta:
        indexes = [models.Index(fields=["-joined_at"], name="heading_newest")]

    def __str__(self) -> str:
        return str(self.story)
