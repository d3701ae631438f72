"""What an owner lets members say of themselves beyond place and words."""

from django.db import models

from rostra.accounts.models.user import User
from rostra.accounts.ranks import Rank


class FieldKind(models.TextChoices):
    LINE = "line"
    TEXT = "text"
    LINK = "link"
    CHOICE = "choice"


class ProfileField(models.Model):
    """One thing that members may say, and who reads what they say."""

    label = models.CharField(max_length=60)
    hint = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=6, choices=FieldKind, default=FieldKind.LINE)
    options = models.TextField(blank=True)
    """What one chooses among, a line each."""
    readers = models.CharField(max_length=10, default=Rank.GUEST)
    """The lowest rank that reads the answers; members always read their own."""
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.label


class ProfileAnswer(models.Model):
    """What one member says about one of them, as plain text."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    field = models.ForeignKey(ProfileField, models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "field"], name="profile_answer")
        ]

    def __str__(self) -> str:
        return self.text
