"""Sessions in the database, each with its user, read together in one query."""

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from rostra.accounts.models import Guest, Reader, Session


class SessionStore(DatabaseStore):
    """Django's database sessions, with the user's row joined in."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row

    def _get_session_from_db(self) -> Session | None:
        rows = Session.objects.select_related("user")
        self.row = rows.filter(
            session_key=self.session_key, expire_date__gt=timezone.now()
        ).first()
        if self.row is None:
            self._session_key = None
        return self.row


def reader_of(session: SessionStore) -> Reader:
    """Who a session belongs to: a user while the password is unchanged, else a guest."""
    if not session.session_key or SESSION_KEY not in session:
        return Guest()
    user = session.row.user if session.row else None
    if user is None:
        return Guest()
    proof = session.get(HASH_SESSION_KEY, "")
    return user if constant_time_compare(proof, user.get_session_auth_hash()) else Guest()
