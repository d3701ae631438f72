from django.db import connection, models
from django.urls import reverse

from rostra.accounts.models import User
from rostra.forum.models.category import Category
from rostra.forum.models.tag import Tag
from rostra.forum.page_numbers import address_of, page_of
from rostra.forum.permissions import rights_of
from rostra.foundation.visibility import VisibleQuerySet


def topics_open_to(reader, to_topic="", place=""):
    """The condition for rows whose topic this reader may open. Twin of TopicPolicy.read.

    `to_topic` leads from the row to it, as in `post__topic__`. It joins: a list of all
    topics that somebody may open, to look for this one in, grows with the forum. For the
    same reason `place` can name an alias of the category, made by `category_of`.
    """
    place = place or f"{to_topic}category"
    rights = rights_of(reader)
    shown = models.Q((f"{to_topic}hidden_at", None))
    if rights.moderated:
        shown |= models.Q((f"{place}__in", rights.moderated))
    return models.Q((f"{place}__in", rights.readable)) & shown


def category_of(to_topic):
    """The category of a row's topic, for a list in the order of the rows.

    SQLite would begin with all topics of the categories, and not with the rows: for it
    no index is for this. PostgreSQL goes by how many there are, which it knows of the
    bare column alone.
    """
    category = models.F(f"{to_topic}category")
    return category + 0 if connection.vendor == "sqlite" else category


class TopicQuerySet(VisibleQuerySet):
    def visible_to(self, reader):
        """Topics this reader may open. Twin of TopicPolicy.read."""
        return self.filter(topics_open_to(reader))


class Topic(models.Model):
    """One titled conversation. Its posts are numbered from 1, without gaps."""

    category = models.ForeignKey(Category, models.PROTECT, related_name="topics")
    author = models.ForeignKey(User, models.PROTECT, related_name="topics")
    title = models.CharField(max_length=255)
    slug = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    last_number = models.PositiveIntegerField(default=0, editable=False)
    last_post_id = models.BigIntegerField(null=True, editable=False)
    last_posted_at = models.DateTimeField(editable=False)
    last_author = models.ForeignKey(User, models.PROTECT, related_name="+")
    views = models.PositiveIntegerField(default=0, editable=False)
    score = models.PositiveIntegerField(default=0, editable=False)
    """Replies and reactions of all time: what "top of all time" sorts by."""
    is_story = models.BooleanField(default=False)
    """A package above filled the opening post from a wire entry."""
    has_poll = models.BooleanField(default=False, editable=False)
    """Whether one of its posts has: lists say so."""
    language = models.CharField(max_length=16, blank=True)
    pinned_at = models.DateTimeField(null=True, editable=False)
    locked_at = models.DateTimeField(null=True, editable=False)
    lock_reason = models.CharField(max_length=200, blank=True)
    hidden_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, editable=False)
    """Where the posts went; a merged topic has none left and only redirects."""
    tags = models.ManyToManyField(Tag, related_name="topics", through="forum.Tagged")
    tag_names = models.JSONField(default=list, editable=False)
    """The names of its tags, kept beside the rows so that a page needs no join."""

    additions = models.CharField(max_length=100, null=True, editable=False)
    """The keys of the packages that show something more on its pages, as words; null
    for nearly all, whose pages do not ask them."""

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["-last_posted_at", "-pk"]
        indexes = [
            models.Index(
                fields=["category", "-last_posted_at", "-id"], name="topic_activity"
            ),
            models.Index(fields=["-last_posted_at", "-id"], name="topic_latest"),
            models.Index(fields=["category", "-started_at", "-id"], name="topic_new"),
            models.Index(fields=["-started_at", "-id"], name="topic_newest"),
            models.Index(fields=["category", "-score", "-id"], name="topic_top"),
            models.Index(fields=["-score", "-id"], name="topic_top_all"),
            models.Index(fields=["author", "-id"], name="topic_author"),
            models.Index(
                fields=["category", "-pinned_at"],
                condition=models.Q(pinned_at__isnull=False),
                name="topic_pinned",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forum:topic", args=[self.pk, self.slug])

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def url_of(self, number: int, post_id: int, size: int) -> str:
        """The address of one of this topic's posts, by its number and id, for a reader
        who has so many posts on a page."""
        page = address_of(self.get_absolute_url(), page_of(number, size), size)
        return f"{page}#post-{post_id}"
