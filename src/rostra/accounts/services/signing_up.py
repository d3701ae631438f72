"""Make an account."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.services.inviting import use_invitation
from rostra.accounts.services.ranking import first_rank
from rostra.accounts.services.terms import note_acceptance
from rostra.accounts.waiting import as_kept
from rostra.foundation.versions import raise_versions
from rostra.web.models import SignUp
from rostra.web.site_choices import site


def sign_up(
    *,
    name: str,
    email: str,
    password: str,
    invitation: str = "",
    reasons: Collection[str] = (),
    look: str = "",
) -> User:
    """A new member, who takes a place of their invitation if they came with one.

    `look` is what they chose before they had an account (web.look). With `reasons`, keys of accounts.waiting, an owner has to let them in. Raises
    ValidationError if name, address or the last place was just taken.
    """
    user = User.objects.build(name, email=email, role=first_rank())
    user.set_password(password)
    user.look = look
    user.waiting_reasons = as_kept(reasons)
    return _save(user, invitation)


def join(
    *,
    name: str,
    email: str,
    invitation: str = "",
    reasons: Collection[str] = (),
    look: str = "",
) -> User:
    """A new member without a password, who signs in with another site's account.

    `look` and `reasons` are as in sign_up. Raises ValidationError if name, address or the
    last place was just taken.
    """
    user = User.objects.build(name, email=email, role=first_rank())
    user.set_unusable_password()
    user.look = look
    user.waiting_reasons = as_kept(reasons)
    return _save(user, invitation)


def _save(user: User, invitation: str) -> User:
    try:
        with transaction.atomic():
            if invitation:
                use_invitation(invitation)
            here = site()
            is_asked = here is not None and here.sign_up == SignUp.APPROVAL
            user.awaits_approval = is_asked or bool(user.waiting_reasons)
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
