from django.db import models
from django.db.models import Q

from rostra.accounts.models import Group
from rostra.accounts.ranks import Rank
from rostra.forum.models.category import Category


class Grant(models.Model):
    """One right, given to a rank and all above it, or to one of the owner's groups.

    Without a category it holds for the site: for what is not done in categories, and
    in every category that has no grants of its own and lies in none that has.
    """

    category = models.ForeignKey(
        Category, models.CASCADE, null=True, related_name="grants"
    )
    right = models.CharField(max_length=20)
    rank = models.CharField(max_length=10, choices=Rank, blank=True)
    """The lowest rank that has it; empty where a group has it."""
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="grants")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rank="", group__isnull=False)
                | Q(group__isnull=True) & ~Q(rank=""),
                name="grant_to_rank_or_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.right} to {self.rank or self.group_id}"
