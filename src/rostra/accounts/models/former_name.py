"""Names that members had before."""

from django.db import models
from django.utils import timezone

from rostra.accounts.models.user import User


class FormerName(models.Model):
    """A name that a member gave up: nobody else gets it, and mentions still mean them."""

    member = models.ForeignKey(User, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=240, unique=True)
    name_look = models.CharField(max_length=240, db_index=True)
    until = models.DateTimeField(default=timezone.now)
    """When they got another one."""
    is_told = models.BooleanField(default=True)
    """Whether other members are told for some time; not of names that an owner took."""

    def __str__(self) -> str:
        return self.name
