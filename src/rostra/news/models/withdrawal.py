"""Who took a story back, or put it back: what owners and editors look up afterwards."""

from django.db import models

from rostra.accounts.models import User
from rostra.forum.models import Category
from rostra.news.models.feed import Feed
from rostra.news.models.story import Story


class Withdrawal(models.Model):
    """An audit entry, written once and never changed. It has none of the words that went."""

    class Kind(models.TextChoices):
        WITHHELD = "withheld"
        """Its publisher holds it back until further notice."""
        CANCELED = "canceled"
        """Its publisher took it back for good."""
        BY_HAND = "by_hand"
        """An editor took it back."""
        RESTORED = "restored"
        """An editor put it back after its publisher had released it again."""

    kind = models.CharField(max_length=8, choices=Kind)
    story = models.ForeignKey(Story, models.SET_NULL, null=True, related_name="+")
    """None if readers had never seen it."""
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="+")
    """Where it was, or was to be, published: its editors see this."""
    headline = models.CharField(max_length=255)
    feed = models.ForeignKey(Feed, models.SET_NULL, null=True, related_name="+")
    feed_title = models.CharField(max_length=200, blank=True)
    """Stays when the feed is removed; empty if only an editor acted."""
    editor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    """Who did it by hand; None if it came from a feed."""
    reason = models.TextField(blank=True)
    taken = models.JSONField(default=dict)
    """How much went beside its own text, by what it was: quotes, drafts and so on."""
    still = models.JSONField(default=list)
    """Ids of some posts in which members say the same as words of their own."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="withdrawal_newest")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.headline}"
