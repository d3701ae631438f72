from django.db import models


class WordFilter(models.Model):
    """Words that the owner does not want to be read, or to be written."""

    class Act(models.TextChoices):
        MASK = "mask"
        """Shown as asterisks; the source keeps them."""
        HOLD = "hold"
        """A text with them is posted, and hidden until a moderator has looked at it."""
        REFUSE = "refuse"
        """A text with them is not taken."""

    words = models.CharField(max_length=120, unique=True)
    """Folded, as they are compared (foundation.word_filters)."""
    act = models.CharField(max_length=10, choices=Act)
    removed_at = models.DateTimeField(null=True)
    """Since when it no longer holds; the row goes once all posts show the words again."""
    position = models.BigIntegerField(null=True)
    """The number of the last post that was gone through since it was made or removed;
    None once all were."""

    class Meta:
        ordering = ("words",)

    def __str__(self) -> str:
        return self.words
