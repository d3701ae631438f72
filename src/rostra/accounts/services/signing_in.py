"""Find out who somebody is, and let their browser be known as theirs."""

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import get_hasher, make_password
from django.contrib.sessions.backends.base import SessionBase

from rostra.accounts.models import User
from rostra.accounts.names import name_key
from rostra.accounts.services.claiming import claim_by_password, is_password_of


def find_member(*, login: str, password: str) -> User | None:
    """The member with this name or address and this password, or None.

    An account that an import brought is claimed by the password of its old forum. Takes
    as long for an account that does not exist as for a wrong password.
    """
    by_email = User.objects.filter(email_key=login.strip().casefold()).first()
    user = by_email or _named(login)
    if user is None or not user.has_usable_password():
        make_password(password)
        return None
    is_ours = user.password.startswith(f"{get_hasher().algorithm}$")
    if user.is_placeholder:
        found = claim_by_password(user, password)
    else:
        found = user if is_password_of(user, password) else None
    if found is None and not is_ours:
        # Nearly all old hashes are checked in no time: that must not show.
        make_password(password)
    return found


def _named(name: str) -> User | None:
    key = name_key(name)
    # Somebody whom an owner gave another name may know only the one they had. It is asked
    # for in any case: the time must not tell whether somebody is called so.
    formerly = User.objects.filter(former_names__name_key=key).first()
    return User.objects.filter(name_key=key).first() or formerly


def begin_session(session: SessionBase, user: User) -> None:
    """Make a browser's session that of a user, under a new key."""
    session.cycle_key()
    session[SESSION_KEY] = str(user.pk)
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
