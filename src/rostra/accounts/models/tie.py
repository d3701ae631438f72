"""What one member makes of another: whose posts they follow, whose they ignore."""

from django.db import models
from django.utils import timezone

from rostra.accounts.models.user import User


class TieKind(models.TextChoices):
    FOLLOW = "follow"
    IGNORE = "ignore"


class Tie(models.Model):
    """One member follows or ignores another. `User.ignored_ids` repeats the latter."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=TieKind)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "member"], name="tie")]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.kind} {self.member_id}"
