"""What members do elsewhere, told to our own tables."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.dispatch import receiver

from rostra.accounts.languages import in_language_of
from rostra.accounts.letters import approval_letter, renaming_letter, suspension_letter
from rostra.accounts.models import User
from rostra.accounts.services.preferring import keep_look
from rostra.accounts.services.signing_up import keep_address
from rostra.accounts.signals import member_approved, member_renamed, member_suspended
from rostra.web import mail
from rostra.web.look import Look
from rostra.web.signals import look_chosen


@receiver(email_changed)
def _keep_address(to_email_address: EmailAddress, **_: Any) -> None:
    keep_address(member_id=to_email_address.user_id, email=to_email_address.email)


@receiver(look_chosen)
def _keep_look(user: User, look: Look, **_: Any) -> None:
    keep_look(member=user, look=look)


@receiver(member_suspended)
def _tell_suspended(pk: int, **_: Any) -> None:
    member = User.objects.get(pk=pk)
    if member.is_suspended:
        with in_language_of(member):
            mail.send(member.email, suspension_letter(member))


@receiver(member_renamed)
def _tell_renamed(pk: int, **_: Any) -> None:
    member = User.objects.get(pk=pk)
    with in_language_of(member):
        mail.send(member.email, renaming_letter(member))


@receiver(member_approved)
def _tell_approved(pk: int, **_: Any) -> None:
    member = User.objects.get(pk=pk)
    with in_language_of(member):
        mail.send(member.email, approval_letter())
