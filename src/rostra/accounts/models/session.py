from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from rostra.accounts.models.user import User


class Session(AbstractBaseSession):
    """A browser somebody is signed in with; it knows whose it is.

    With the user beside the session, a signed-in page finds both in one query,
    and all the sessions of a user can be listed and ended.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls):
        from rostra.accounts.sessions import SessionStore

        return SessionStore
