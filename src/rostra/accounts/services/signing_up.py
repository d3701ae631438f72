"""Make an account."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.services.ranking import first_rank
from rostra.foundation.versions import raise_versions


def sign_up(*, name: str, email: str, password: str) -> User:
    """A new member. Raises ValidationError if name or address was just taken."""
    user = User.objects.build(name, email=email, role=first_rank())
    user.set_password(password)
    return _save(user)


def join(*, name: str, email: str) -> User:
    """A new member without a password, who signs in with another site's account.

    Raises ValidationError if name or address was just taken.
    """
    user = User.objects.build(name, email=email, role=first_rank())
    user.set_unusable_password()
    return _save(user)


def _save(user: User) -> User:
    try:
        with transaction.atomic():
            user.save()
            raise_versions("members")
    except IntegrityError:
        raise ValidationError(
            _("That name or address was just taken. Choose another.")
        ) from None
    return user


def keep_address(*, member_id: int, email: str) -> None:
    """Let a member have another mail address, which they have confirmed."""
    User.objects.filter(pk=member_id).update(email=email, email_key=email.casefold())
