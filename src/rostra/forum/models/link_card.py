from django.db import models

from rostra.forum.models.post import Post


class LinkCard(models.Model):
    """What a page of another site says of itself, asked once for each address."""

    address = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the address, by which it is found: addresses are long."""
    title = models.CharField(max_length=200, blank=True)
    """Empty as long as nothing is known, or if the page says nothing."""
    description = models.CharField(max_length=300, blank=True)
    picture = models.CharField(max_length=100, blank=True)
    """A file in the media folder, drawn anew."""
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """When to ask next; None if there is nothing more to ask."""
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="link_card_due",
            )
        ]

    def __str__(self) -> str:
        return self.address[:80]


class PostLink(models.Model):
    """That a link stands alone in a paragraph of a post, where it can have a card."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="links")
    card = models.ForeignKey(LinkCard, models.CASCADE, related_name="links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "card"], name="post_link")
        ]

    def __str__(self) -> str:
        return f"{self.card_id} in {self.post_id}"
