"""Make an account."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.services.inviting import use_invitation
from rostra.accounts.services.ranking import first_rank
from rostra.accounts.services.terms import note_acceptance
from rostra.foundation.versions import raise_versions
from rostra.web.models import SignUp
from rostra.web.site_choices import site


def sign_up(*, name: str, email: str, password: str, invitation: str = "") -> User:
    """A new member, who takes a place of their invitation if they came with one.

    Raises ValidationError if name, address or the last place was just taken.
    """
    user = User.objects.build(name, email=email, role=first_rank())
    user.set_password(password)
    return _save(user, invitation)


def join(*, name: str, email: str, invitation: str = "") -> User:
    """A new member without a password, who signs in with another site's account.

    Raises ValidationError if name, address or the last place was just taken.
    """
    user = User.objects.build(name, email=email, role=first_rank())
    user.set_unusable_password()
    return _save(user, invitation)


def _save(user: User, invitation: str) -> User:
    try:
        with transaction.atomic():
            if invitation:
                use_invitation(invitation)
            here = site()
            user.awaits_approval = bool(here and here.sign_up == SignUp.APPROVAL)
            note_acceptance(user)
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
