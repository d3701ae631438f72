"""How a member signs in, and where they are signed in: one page."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress  # type: ignore[import-untyped]
from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]
from django.conf import settings
from django.utils import timezone

from rostra.accounts.browsers import browser_name
from rostra.accounts.models import User
from rostra.accounts.selectors.standing import Standing, standing_of

MOST = 50
"""Sessions that are listed; the others can be ended all at once."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser that is signed in."""

    mark: str
    browser: str
    address: str
    signed_in_at: datetime | None
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """What the page about signing in shows."""

    standing: Standing
    email: str
    is_confirmed: bool
    has_password: bool
    has_other_sites: bool
    passkeys: int
    has_totp: bool
    has_recovery_codes: bool
    sessions: list[SessionRow]


def safety_page(*, member: User, session_key: str | None) -> SafetyPage:
    """Four queries."""
    factors = Authenticator.objects.filter(user_id=member.pk)
    kinds = list(factors.values_list("type", flat=True))
    addresses = EmailAddress.objects.filter(user=member, email=member.email_key)
    return SafetyPage(
        standing=standing_of(member),
        email=member.email,
        is_confirmed=addresses.filter(verified=True).exists(),
        has_password=member.has_usable_password(),
        has_other_sites=bool(settings.SIGN_IN_WITH),  # type: ignore[misc]
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        has_totp=Authenticator.Type.TOTP in kinds,
        has_recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
        sessions=sessions_of(member, session_key),
    )


def sessions_of(member: User, session_key: str | None) -> list[SessionRow]:
    """The sessions of a member that have not ended, this one first. One query."""
    rows = member.sessions.filter(expire_date__gt=timezone.now()).order_by("-seen_at")
    found = [
        SessionRow(
            mark=row.mark,
            browser=browser_name(row.browser),
            address=row.address,
            signed_in_at=row.signed_in_at,
            seen_at=row.seen_at,
            is_this=row.session_key == session_key,
        )
        for row in rows[:MOST]
    ]
    return sorted(found, key=lambda row: not row.is_this)
