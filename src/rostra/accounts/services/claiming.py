"""Accounts that an import made become those of the people whose they were."""

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible

DAYS = 14
"""How long an owner's invitation is good."""
MAIL_DAYS = 2
"""How long one is good that went to the account's own address."""
_SALT = "rostra.accounts.claiming"
_A_DAY = 24 * 3600
_MAIL_SALT = "rostra.accounts.claiming by mail"


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation lets somebody claim."""

    member: User
    email: str
    """The account's own address, if that is where the invitation went: whoever holds it
    reads the mail there. Else empty."""


def invitation_to_claim(*, owner: User, member_id: int) -> str:
    """The path at which whoever is given it can make an account theirs, once.

    Raises PermissionDenied; NotVisible if nobody of this id waits to be claimed.
    """
    SitePolicy(owner).govern().or_raise()
    member = _waiting(member_id)
    return f"/claim/{signing.dumps(member.pk, salt=_SALT)}/"


def invitation_by_mail(email: str) -> str:
    """The path at which whoever reads mail to this address can claim the account that an
    import gave it; empty where there is none. One query.
    """
    waiting = User.objects.filter(email_key=email.casefold(), is_placeholder=True)
    member = waiting.first()
    if member is None:
        return ""
    token = signing.dumps([member.pk, member.email_key], salt=_MAIL_SALT)
    return f"/claim/{token}/"


def invited_to(token: str) -> Invited:
    """What an invitation is for.

    Raises NotVisible if it is none, has run out, or has been used.
    """
    try:
        member_id = signing.loads(token, salt=_SALT, max_age=DAYS * _A_DAY)
    except signing.BadSignature:
        return _invited_by_mail(token)
    return Invited(_waiting(member_id), "")


def _invited_by_mail(token: str) -> Invited:
    try:
        given = signing.loads(token, salt=_MAIL_SALT, max_age=MAIL_DAYS * _A_DAY)
    except signing.BadSignature:
        raise NotVisible("invitation") from None
    member_id, email_key = given
    member = _waiting(member_id)
    if member.email_key != email_key:
        raise NotVisible("invitation")
    return Invited(member, member.email)


def claim(*, token: str, password: str, email: str = "") -> User:
    """Make an account that of whoever holds an invitation; posts and dates stay.

    `email` is the address they choose, where the invitation did not come by mail. Raises
    NotVisible, and ValidationError if the address was just taken.
    """
    invited = invited_to(token)
    # Hashing takes long, and nobody must wait for it under a lock.
    ours = make_password(password)
    try:
        with transaction.atomic():
            rows = User.objects.select_for_update(no_key=True)
            user = rows.filter(pk=invited.member.pk, is_placeholder=True).first()
            if user is None or (invited.email and user.email != invited.email):
                raise NotVisible("invitation")
            chosen = invited.email or email
            user.email, user.email_key = chosen, chosen.casefold()
            user.password = ours
            return _claimed(user)
    except IntegrityError:
        raise ValidationError(
            {"email": _("There is an account with this address.")}
        ) from None


def claim_by_password(user: User, password: str) -> User | None:
    """Make a waiting account that of whoever gives its old password; None for another's.

    The password is kept in our own way from then on.
    """
    try:
        is_right = check_password(password, user.password)
    except ValueError:
        is_right = False
    if not is_right:
        return None
    # Hashing takes long, and nobody must wait for it under a lock.
    ours = make_password(password)
    with transaction.atomic():
        rows = User.objects.select_for_update(no_key=True)
        rows = rows.filter(pk=user.pk, is_placeholder=True, password=user.password)
        waiting = rows.first()
        if waiting is None:
            return None
        waiting.password = ours
        return _claimed(waiting)


def is_password_of(user: User, password: str) -> bool:
    """Whether this is their password; no, where what is kept cannot be made sense of."""
    try:
        return user.check_password(password)
    except ValueError:
        return False


def _claimed(user: User) -> User:
    user.is_placeholder = False
    user.save()
    raise_versions("members", f"member:{user.pk}")
    return user


def _waiting(member_id: int) -> User:
    user = User.objects.filter(pk=member_id, is_placeholder=True).first()
    if user is None:
        raise NotVisible("invitation")
    return user
