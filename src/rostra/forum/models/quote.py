from django.db import models

from rostra.forum.models.post import Post


class Quote(models.Model):
    """Part of a post cited in another, pinned to the revision it was taken from."""

    class State(models.TextChoices):
        EXACT = "exact"
        ALTERED = "altered"
        EDITED = "edited"
        GONE = "gone"

    post = models.ForeignKey(Post, models.CASCADE, related_name="quotes")
    place = models.PositiveSmallIntegerField()
    """Which quote of the post it is, from 0."""
    quoted_post = models.ForeignKey(Post, models.CASCADE, related_name="quoted_by")
    revision = models.PositiveIntegerField()
    words = models.TextField()
    """The quoted words as rendered and normalised (markup.quotes.normalise)."""
    state = models.CharField(max_length=10, choices=State)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "place"], name="quote_place")
        ]

    def __str__(self) -> str:
        return self.words[:40]
