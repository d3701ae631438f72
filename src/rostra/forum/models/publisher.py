from django.db import models


class Publisher(models.Model):
    """What the owner says of a domain and all below it: a note, and a rule."""

    class Rule(models.TextChoices):
        NONE = ""
        ALLOW = "allow"
        """Taken, though a domain above it is not."""
        HOLD = "hold"
        """What leads there waits until a moderator or an editor has looked at it."""
        REFUSE = "refuse"
        """What leads there is not taken."""

    domain = models.CharField(max_length=253, unique=True)
    """As foundation.domains has it."""
    rule = models.CharField(max_length=6, choices=Rule, default=Rule.NONE, blank=True)
    note = models.TextField(blank=True)
    """For everybody to read."""
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("domain",)

    def __str__(self) -> str:
        return self.domain

    def get_absolute_url(self) -> str:
        return f"/publisher/{self.domain}/"
