"""What members do with django-allauth, told to our own tables."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.dispatch import receiver

from rostra.accounts.services.signing_up import keep_address


@receiver(email_changed)
def _keep_address(to_email_address: EmailAddress, **_: Any) -> None:
    keep_address(member_id=to_email_address.user_id, email=to_email_address.email)
