"""End sessions, and keep what is known of them."""

from datetime import datetime
from itertools import islice

from rostra.accounts.models import Session, User

_AT_ONCE = 500


def end_sessions(*, member: User, but: str | None = "") -> int:
    """Sign a member out everywhere, but for the session with this key; how many ended."""
    ended, _ = member.sessions.exclude(session_key=but or "").delete()
    return ended


def end_session(*, member: User, mark: str) -> bool:
    """Sign a member out of the browser with this mark; whether there was one."""
    for session in member.sessions.only("session_key"):
        if session.mark == mark:
            session.delete()
            return True
    return False


def write_seen(seen: dict[str, datetime]) -> None:
    """Write down when sessions last opened a page, by their keys."""
    # As late as the latest of them: nobody minds the minutes, and it is one query.
    rest = iter(seen)
    while keys := list(islice(rest, _AT_ONCE)):
        latest = max(seen[key] for key in keys)
        Session.objects.filter(session_key__in=keys).update(seen_at=latest)
