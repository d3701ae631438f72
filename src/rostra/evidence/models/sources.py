"""Sources: where something can be looked up, and the posts that name them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rostra.evidence.addresses import archive_of, host_of
from rostra.forum.models import Post
from rostra.forum.models.post import words_shown_to
from rostra.forum.models.topic import category_of
from rostra.foundation.domains import domain_with
from rostra.foundation.visibility import VisibleQuerySet


class Source(models.Model):
    """A page of another site that posts name, once for each address; what is known of
    it was said by the page itself."""

    class Health(models.TextChoices):
        NEW = "new"
        """Nobody has asked for it yet."""
        READ = "read"
        UNREAD = "unread"
        """It is there, but its text cannot be read: no page of words, or not for us."""
        DEAD = "dead"

    address = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the address in the form in which addresses are compared."""
    domain_key = models.CharField(max_length=253, blank=True, db_index=True)
    """Of the domain that its address leads to (foundation.domains)."""
    title = models.CharField(max_length=200, blank=True)
    site_name = models.CharField(max_length=100, blank=True)
    """What the site of the page calls itself."""
    published_on = models.DateField(null=True)
    health = models.CharField(max_length=6, choices=Health, default=Health.NEW)
    text = models.TextField(blank=True)
    """The words of the page, normalised and bounded. While a passage that stood in them
    is no longer on the page, these are the words in which it stood."""
    text_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of `text`."""
    read_at = models.DateTimeField(null=True)
    """When `text` was on the page last."""
    changed_at = models.DateTimeField(null=True)
    """Since when the page says something else than `text`."""
    failing_since = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """When to ask next; None if it is not asked again."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often it did not answer, one time after the other."""
    turn = models.PositiveSmallIntegerField(default=0)
    """How often it was read: the more, the rarer it is asked."""

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="source_due",
            )
        ]

    def __str__(self) -> str:
        return self.address[:80]

    def get_absolute_url(self) -> str:
        return f"/source/{self.pk}/"

    @property
    def host(self) -> str:
        """Whose page it is, as readers are shown it."""
        return host_of(self.address)

    @property
    def publisher(self) -> str:
        """The domain that it is at, or `""`."""
        return domain_with(self.domain_key)

    @property
    def archive(self) -> str:
        """Where a public archive would have it."""
        return archive_of(self.address)


class PostSourceQuerySet(VisibleQuerySet):
    def visible_to(self, reader):
        """Sources of posts whose words this reader may see. Twin of SourcePolicy.read."""
        return self.alias(in_category=category_of("post__topic__")).filter(
            words_shown_to(reader, "post__", "in_category")
        )


class PostSource(models.Model):
    """That a post names a source, as its author describes it."""

    class Found(models.TextChoices):
        NONE = "", _("No passage was given.")
        WAITING = "waiting", _("The page has not been read yet.")
        FOUND = "found", _("The passage stands on the page.")
        MISSING = "missing", _("The passage was not found on the page.")
        LOST = "lost", _("The passage stood on the page, and no longer does.")
        UNREAD = "unread", _("The page could not be read by this site.")

    post = models.ForeignKey(Post, models.CASCADE, related_name="named_sources")
    source = models.ForeignKey(Source, models.CASCADE, related_name="uses")
    place = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=100, blank=True)
    published_on = models.DateField(null=True)
    passage = models.TextField(blank=True)
    found = models.CharField(max_length=7, choices=Found, default="", blank=True)
    found_at = models.DateTimeField(null=True)
    """When the passage was seen on the page last."""
    excerpt = models.TextField(blank=True)
    """The words of the page around the passage, or those that come closest to it."""
    added_at = models.DateTimeField()

    objects = PostSourceQuerySet.as_manager()

    class Meta:
        ordering = ["post_id", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "source"], name="post_source")
        ]

    def __str__(self) -> str:
        return self.title or str(self.source)


class ErasedWords(models.Model):
    """How far it has come that what repeats erased words goes from all that was ever added
    to posts. It holds none of these words, and goes when it is done."""

    runs = models.JSONField()
    """By which they are found (forum.erasures)."""
    table = models.PositiveSmallIntegerField(default=0)
    """Which of the tables is gone through."""
    position = models.BigIntegerField(default=0)
    """The last row of it that was looked at."""

    class Meta:
        verbose_name_plural = "erased words"

    def __str__(self) -> str:
        return f"{len(self.runs)} runs, at {self.table}:{self.position}"
