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
    """The quoted words as rendered and normalised (markup.normalise)."""
    links = models.JSONField(default=list)
    """Where its links lead."""
    key = models.CharField(max_length=16)
    """Names these words in addresses (markup.quote_key)."""
    newest = models.PositiveIntegerField()
    """The quoted post's revision when this was written: later ones prove nothing."""
    state = models.CharField(max_length=10, choices=State)
    is_told = models.BooleanField(default=False)
    """Whether the quoter was told that the words were changed; once is enough."""
    is_folded = models.BooleanField(default=False)
    """All of the post just above was quoted: a reader has only just read it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "place"], name="quote_place")
        ]
        indexes = [models.Index(fields=["quoted_post", "key"], name="quote_key")]

    def __str__(self) -> str:
        return self.words[:40]


class UntoldQuote(models.Model):
    """A quote of words that were changed since, of which the quoter is still to hear."""

    quote = models.OneToOneField(Quote, models.CASCADE, related_name="untold")
    changed_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.quote_id)


class Judging(models.Model):
    """How far it has come that every quote of a changed post is judged again."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="judging")
    position = models.BigIntegerField(default=0)
    """The id of the last quote that was looked at."""
    turn = models.PositiveIntegerField(default=1)
    """How often it was begun: whoever began earlier must not end a later one."""

    def __str__(self) -> str:
        return f"quotes of post {self.post_id}"
