"""Accounts that are closed, and the names that stay theirs."""

from django.db import models
from django.utils import timezone

from rostra.accounts.models.stepped import Stepped
from rostra.accounts.models.user import User


class Closing(Stepped):
    """How far the closing of an account has come. docs/decisions/0009 says how."""

    user = models.OneToOneField(User, models.CASCADE, related_name="closing")
    asked_at = models.DateTimeField(default=timezone.now)
    erases_words = models.BooleanField(default=False)
    """Whether what they wrote goes too."""
    old_name = models.CharField(max_length=120, blank=True)
    """By which others' texts are searched; empty once that is done."""

    def __str__(self) -> str:
        return f"closing of {self.user_id}"


class ReservedName(models.Model):
    """A name that somebody had who left, as hashes: nobody else may take it."""

    key_hash = models.CharField(max_length=64, unique=True)
    look_hash = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.key_hash[:8]
