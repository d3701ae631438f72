"""Sessions in the database, each with its user, read together in one query."""

from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection, models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from rostra.accounts.models import Guest, Reader, Session, User
from rostra.foundation.raw import fetch, moment
from rostra.web.write_behind import WriteBehind

SIGNED_IN_AT, ADDRESS, BROWSER = "signed_in_at", "address", "browser"
"""What a session keeps of how it began; its row has it in columns of these names."""

SEEN: WriteBehind[str, datetime] = WriteBehind(merge=max)
"""Keys of sessions that opened a page lately, until it is written down."""

_FIELDS = User._meta.concrete_fields
_NAMES = [field.attname for field in _FIELDS]
# By hand, because this is asked for every page of every member: the ORM takes four
# times as long to build the same query as the database to answer it.
_SESSION = """
SELECT s.session_data, s.expire_date, {columns}
FROM accounts_session s LEFT JOIN accounts_user u ON u.id = s.user_id
WHERE s.session_key = %s AND s.expire_date > %s
""".format(columns=", ".join(f"u.{field.column}" for field in _FIELDS))


class SessionStore(DatabaseStore):
    """Django's database sessions, with the user's row joined in."""

    user: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        row.signed_in_at = moment(data.get(SIGNED_IN_AT))
        row.address = data.get(ADDRESS, "")
        row.browser = data.get(BROWSER, "")
        return row

    def decode(self, session_data: str) -> dict[str, Any]:
        """The session's values; what was signed and has not changed is believed."""
        return deepcopy(_decoded(session_data))

    def _get_session_from_db(self) -> Session | None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        rows = fetch(_SESSION, (self.session_key, now))
        if not rows:
            self._session_key = None
            return None
        data, expires, *user = rows[0]
        self.user = _user_of(user)
        return Session(
            session_key=self.session_key,
            session_data=data,
            expire_date=moment(expires),
        )


@lru_cache(maxsize=1000)
def _decoded(session_data: str) -> dict[str, Any]:
    # Checking the signature takes as long as half a query, at every page.
    decoded: dict[str, Any] = DatabaseStore.decode(SessionStore(), session_data)
    return decoded


def note_beginning(request: HttpRequest) -> None:
    """Have the session of whoever has just signed in say when, where and with what."""
    request.session[SIGNED_IN_AT] = timezone.now().isoformat()
    if settings.KEEP_ADDRESSES_DAYS:
        request.session[ADDRESS] = request.META["REMOTE_ADDR"][:64]
    request.session[BROWSER] = request.headers.get("User-Agent", "")[:200]


def reader_of(session: SessionStore) -> Reader:
    """Who a session belongs to; a guest where the password is another one by now, or
    the member is kept out."""
    if not session.session_key or SESSION_KEY not in session or not session.user:
        return Guest()
    proof = session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(proof, session.user.get_session_auth_hash()):
        return Guest()
    if session.user.is_kept_out:
        return Guest()
    SEEN.put(session.session_key, timezone.now())
    return session.user


def _user_of(values: list[Any]) -> User | None:
    if values[0] is None:
        return None
    pairs = zip(_FIELDS, values, strict=True)
    return User.from_db("default", _NAMES, [_typed(f, value) for f, value in pairs])


def _typed(field: "models.Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, models.DateTimeField):
        return moment(value)
    return bool(value) if isinstance(field, models.BooleanField) else value
