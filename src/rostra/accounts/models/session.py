import hashlib

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from rostra.accounts.models.user import User


class Session(AbstractBaseSession):
    """A browser somebody is signed in with; it knows whose it is.

    With the user beside the session, a signed-in page finds both in one query,
    and all the sessions of a user can be listed and ended.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=timezone.now)
    """To a few minutes: written behind the pages, for many at once."""
    address = models.CharField(max_length=64, blank=True)
    """Where from they signed in."""
    browser = models.CharField(max_length=200, blank=True)
    """What it calls itself."""

    @property
    def mark(self) -> str:
        """What a page may call it: its key would let whoever reads it in."""
        return hashlib.sha256(f"mark {self.session_key}".encode()).hexdigest()[:32]

    @classmethod
    def get_session_store_class(cls):
        from rostra.accounts.sessions import SessionStore

        return SessionStore
