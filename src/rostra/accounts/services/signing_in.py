"""Find out who somebody is, and let their browser be known as theirs."""

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase

from rostra.accounts.models import User
from rostra.accounts.names import name_key


def find_member(*, login: str, password: str) -> User | None:
    """The member with this name or address and this password, or None.

    Takes as long for an account that does not exist as for a wrong password.
    """
    users = User.objects.filter(is_placeholder=False)
    by_email = users.filter(email_key=login.strip().casefold()).first()
    user = by_email or users.filter(name_key=name_key(login)).first()
    if user is None or not user.has_usable_password():
        make_password(password)
        return None
    return user if check_password(password, user.password, user.set_password) else None


def begin_session(session: SessionBase, user: User) -> None:
    """Make a browser's session that of a user, under a new key."""
    session.cycle_key()
    session[SESSION_KEY] = str(user.pk)
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
