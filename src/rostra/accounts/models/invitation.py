"""How somebody becomes a member where that needs an invitation."""

import secrets

from django.db import models
from django.utils import timezone

from rostra.accounts.models.user import User


def new_code() -> str:
    """What nobody can guess: 128 bits, for an address."""
    return secrets.token_urlsafe(16)


class Invitation(models.Model):
    """A link with which so many people can sign up until a day."""

    code = models.CharField(max_length=32, unique=True, default=new_code)
    note = models.CharField(max_length=120, blank=True)
    """Whom it is for, in the owner's words."""
    made_by = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    made_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    left = models.PositiveIntegerField()
    """How many people can still sign up with it."""
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.note or f"invitation {self.pk}"
