"""Accounts that an import made become those of the people whose they were."""

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
"""How long an invitation is good."""
_SALT = "rostra.accounts.claiming"


def invitation_to_claim(*, owner: User, member_id: int) -> str:
    """The path at which whoever is given it can make an account theirs, once.

    Raises PermissionDenied; NotVisible if nobody of this id waits to be claimed.
    """
    SitePolicy(owner).govern().or_raise()
    member = _waiting(member_id)
    return f"/claim/{signing.dumps(member.pk, salt=_SALT)}/"


def invited_to(token: str) -> User:
    """The account that an invitation is for.

    Raises NotVisible if it is none, has run out, or has been used.
    """
    try:
        member_id = signing.loads(token, salt=_SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        raise NotVisible("invitation") from None
    return _waiting(member_id)


def claim(*, token: str, email: str, password: str) -> User:
    """Make an account that of whoever holds an invitation; posts and dates stay.

    Raises NotVisible, and ValidationError if the address was just taken.
    """
    member_id = invited_to(token).pk
    try:
        with transaction.atomic():
            rows = User.objects.select_for_update(no_key=True)
            user = rows.filter(pk=member_id, is_placeholder=True).first()
            if user is None:
                raise NotVisible("invitation")
            user.email, user.email_key = email, email.casefold()
            user.set_password(password)
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
