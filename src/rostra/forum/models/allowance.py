from django.db import models

from rostra.accounts.models import Group


class Allowance(models.Model):
    """How much the files may take of each member of a rank, or of a group."""

    rank = models.CharField(max_length=10, unique=True, null=True)
    group = models.OneToOneField(Group, models.CASCADE, null=True, related_name="+")
    megabytes = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rank=None) ^ models.Q(group=None),
                name="allowance_of_rank_or_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rank or self.group_id}: {self.megabytes} MB"
