"""The owner's own groups, beside the ladder of ranks, and who is in them."""

from django.db import models
from django.utils import timezone

from rostra.accounts.models.user import User


class Group(models.Model):
    """A named set of members that the owner made."""

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=160, unique=True)
    description = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    members = models.ManyToManyField(User, through="Membership", related_name="+")

    class Meta:
        ordering = ["name_key"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One member in one group. `User.group_ids` repeats it, for pages."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="membership")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"


class Promotion(models.Model):
    """What a member must have done to rise to a rank by themselves."""

    rank = models.CharField(max_length=10, unique=True)
    days = models.PositiveIntegerField(default=0)
    """Since they joined."""
    posts = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.rank
