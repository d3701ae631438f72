"""What the forum does when something happened elsewhere."""

from typing import Any

from django.dispatch import receiver

from rostra.accounts.models import User
from rostra.accounts.signals import signed_in
from rostra.forum.services.drafting import adopt_drafts


@receiver(signed_in)
def take_up_guest_texts(sender: object, user: User, guest: str, **_: Any) -> None:
    """What a guest wrote waits for them as their own draft."""
    adopt_drafts(owner=user, guest=guest)
