from django.db import models
from django.urls import reverse

from rostra.accounts.models import User
from rostra.forum.models.topic import Topic, topics_open_to
from rostra.forum.permissions import rights_of
from rostra.foundation.visibility import VisibleQuerySet


def words_shown_to(reader, to_post="", place=""):
    """The condition for rows of whose post this reader may see the words, by joins as
    `topics_open_to`; `to_post` leads there, as in `post__`. Twin of PostPolicy.read_words."""
    category = place or f"{to_post}topic__category"
    moderated = (f"{category}__in", rights_of(reader).moderated)
    shown = models.Q((f"{to_post}hidden_at", None)) | models.Q(moderated)
    if reader.is_authenticated:
        shown |= models.Q((f"{to_post}author", reader.pk))
    return topics_open_to(reader, f"{to_post}topic__", place) & shown


class PostQuerySet(VisibleQuerySet):
    def visible_to(self, reader):
        """Posts whose place this reader may see. Twin of PostPolicy.read.

        A hidden post keeps its place, so it is among them; its words are not
        shown to everybody (PostPolicy.read_words).
        """
        return self.filter(topic__in=Topic.objects.visible_to(reader))

    def words_visible_to(self, reader):
        """Posts whose words this reader may see. Twin of PostPolicy.read_words."""
        return self.filter(words_shown_to(reader))

    def in_order(self):
        return self.order_by("topic_id", "number")


class Post(models.Model):
    """What one person said, as typed (source) and as shown (html)."""

    class Kind(models.TextChoices):
        PLAIN = ""
        OFFICIAL = "official"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField(editable=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=10, choices=Kind, default="", blank=True)
    source = models.TextField()
    html = models.TextField(editable=False)
    renderer = models.PositiveSmallIntegerField(default=0, editable=False)
    """The version of the renderer that made `html`."""
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1, editable=False)
    """The number of the current text; earlier ones are Revision rows."""
    edited_at = models.DateTimeField(null=True, editable=False)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    edit_reason = models.CharField(max_length=200, blank=True)
    edited_after = models.PositiveIntegerField(default=0, editable=False)
    """How many replies stood below it when it was edited last."""
    tally = models.JSONField(default=dict, editable=False)
    """How many of each reaction: {"agree": 84}. Counted again at each reaction."""
    has_poll = models.BooleanField(default=False, editable=False)
    recommended_at = models.DateTimeField(null=True, editable=False)
    recommended_note = models.CharField(max_length=200, blank=True)
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_reason = models.CharField(max_length=200, blank=True)
    """A moderator's words; `HELD` while none has looked at it yet."""
    HELD = "(held)"
    client_token = models.CharField(max_length=64, null=True, editable=False)
    """What the author's form carried, so that a second sending makes no second post."""

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number"),
            models.UniqueConstraint(
                fields=["author", "client_token"], name="post_client_token"
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="post_author"),
            models.Index(
                fields=["hidden_at"],
                condition=models.Q(hidden_reason="(held)"),
                name="post_held",
            ),
            models.Index(
                fields=["topic", "recommended_at"],
                condition=models.Q(recommended_at__isnull=False),
                name="post_recommended",
            ),
            models.Index(
                fields=["author", "recommended_at"],
                condition=models.Q(recommended_at__isnull=False),
                name="post_author_recommended",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def is_by_house(self) -> bool:
        """Whether it is a story's text, which is changed as a story."""
        return self.author.is_house

    def get_absolute_url(self) -> str:
        """The permanent address, which outlives moves, merges and splits."""
        return reverse("forum:post", args=[self.pk])


class Revision(models.Model):
    """An earlier text of a post. The current text stands in the post itself."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    """Why this text was written (empty for the first one)."""
    erased_at = models.DateTimeField(null=True, editable=False)
    erased_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    erased_reason = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of the Markdown that was erased: whoever has a copy can prove it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="post_revision")
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"
