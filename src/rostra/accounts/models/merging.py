"""Two accounts of one person that become one."""

from django.db import models
from django.utils import timezone

from rostra.accounts.models.stepped import Stepped
from rostra.accounts.models.user import User


class Merging(Stepped):
    """How far it has come that everything of one account becomes another's.

    The row stays: the page of the account that is gone leads to the other by it.
    """

    gone = models.OneToOneField(User, models.CASCADE, related_name="+")
    """The account that is a shell now: closed, without name, address and ways in."""
    kept = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"
