"""Who of the staff looked at what members do not show."""

from django.db import models
from django.utils import timezone

from rostra.accounts.models.user import User


class StaffLook(models.Model):
    """Somebody of the staff looked at private things of a member."""

    staff = models.ForeignKey(User, models.CASCADE, related_name="+")
    member = models.ForeignKey(User, models.CASCADE, related_name="staff_looks")
    what = models.CharField(max_length=200)
    """What they looked at, in plain words: "email address"."""
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["member", "-at"], name="look_member"),
            models.Index(fields=["-at"], name="look_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} looked at {self.what} of {self.member_id}"
