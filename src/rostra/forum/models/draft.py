from datetime import datetime

from django.db import models

from rostra.accounts.models import User


def mark_of(saved_at: datetime) -> str:
    """What a page says to tell which text of a draft it goes on from."""
    return f"{saved_at.timestamp():.6f}"


class Draft(models.Model):
    """Unsent text: a member's, or a guest's until they sign up or in."""

    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="drafts")
    guest_key = models.CharField(max_length=64, blank=True, db_index=True)
    """The hash of the secret in the guest's cookie; empty for a member's draft."""
    place = models.CharField(max_length=40)
    """Where it is to be posted: `topic:7`, `new`, `new:3` (a category), `edit:55`."""
    title = models.CharField(max_length=255, blank=True)
    source = models.TextField(blank=True)
    poll = models.JSONField(default=dict)
    """What was typed into the fields of a poll, by their names."""
    answers = models.JSONField(default=dict)
    """What was typed into the other fields, by their names: tags, those of a template."""
    client_token = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()
    page = models.CharField(max_length=32, blank=True)
    """Which open page saved it last: another one must not overwrite it unseen."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "place"],
                condition=models.Q(owner__isnull=False),
                name="one_draft_a_place",
            ),
            models.UniqueConstraint(
                fields=["guest_key", "place"],
                condition=models.Q(owner__isnull=True),
                name="one_guest_draft_a_place",
            ),
        ]
        indexes = [models.Index(fields=["owner", "-saved_at"], name="draft_recent")]

    @property
    def mark(self) -> str:
        """Tells this text from those that were saved before and after it."""
        return mark_of(self.saved_at)

    def __str__(self) -> str:
        return self.place
