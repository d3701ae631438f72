"""A story: a wire entry published as a topic's opening post."""

from django.db import models

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic

KEY = "story"
"""Among the additions of topics whose story has more than one version."""


class Story(models.Model):
    """The fields of a story. Every one but the headline may be empty; none is invented."""

    class Status(models.TextChoices):
        USABLE = "usable"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"

    topic = models.OneToOneField(Topic, models.CASCADE, related_name="story")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    """Its opening post, wherever moderators have moved it since. None in old rows."""
    headline = models.CharField(max_length=255)
    standfirst = models.TextField(blank=True)
    dateline = models.CharField(max_length=120, blank=True)
    byline = models.CharField(max_length=200, blank=True)
    agency = models.CharField(max_length=120, blank=True)
    body_html = models.TextField(blank=True)
    """Sanitised; crossheads are `<h2 class="crosshead">`."""
    image = models.CharField(max_length=200, blank=True)
    """A path below the media folder, such as `stories/barrier.jpg`."""
    image_width = models.PositiveIntegerField(default=0)
    image_height = models.PositiveIntegerField(default=0)
    image_alt = models.CharField(max_length=500, blank=True)
    caption = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    image_terms = models.TextField(blank=True)
    """What its publisher says of its use; editors are shown it."""
    image_origin = models.CharField(max_length=64, blank=True)
    """The hash of where it was fetched; empty if an editor brought it."""
    more_pictures = models.JSONField(default=list)
    """The pictures beside the first, as `story_pictures` has them."""
    copyright = models.CharField(max_length=300, blank=True)
    terms = models.TextField(blank=True)
    """What its publisher says of its use; editors are shown it."""
    genre = models.CharField(max_length=60, blank=True)
    urgency = models.PositiveSmallIntegerField(default=0)
    """From 1, the most urgent, to 9; 0 if it is not said."""
    original_url = models.URLField(max_length=2000, blank=True)
    domain_key = models.CharField(max_length=253, blank=True, db_index=True)
    """Of the domain that the original leads to (foundation.domains)."""
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.USABLE)
    correction = models.TextField(blank=True)
    """What was wrong and what is right, in one or two sentences."""
    corrected_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    """The number of the version that is shown."""
    by_hand_at = models.DateTimeField(null=True)
    """When an editor last wrote it: from then on a feed only takes it back."""

    class Meta:
        verbose_name_plural = "stories"
        indexes = [models.Index(fields=["-published_at"], name="story_newest")]

    def __str__(self) -> str:
        return self.headline


class StoryVersion(models.Model):
    """What a story said at a time: the first text, and one more for each change."""

    class Kind(models.TextChoices):
        FIRST = "first"
        UPDATED = "updated"
        CORRECTED = "corrected"
        WITHDRAWN = "withdrawn"
        RESTORED = "restored"
        """Its publisher released it again, and an editor put it back."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.TextField(blank=True)
    """What was corrected, or why it was withdrawn."""
    headline = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    """Standfirst and body as plain words; empty once the story is withdrawn."""
    made_at = models.DateTimeField()
    editor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    """Who wrote it by hand; None if it came from a feed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="story_version")
        ]

    def __str__(self) -> str:
        return f"{self.headline}, version {self.number}"
