"""Take away what a member shows of themselves."""

from collections.abc import Collection

from django.db import transaction

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.services.profiling import (
    PICTURES,
    change_profile,
    remove_picture,
)
from rostra.foundation.visibility import NotVisible

WORDS = ("location", "about", "signature")
PARTS = (*PICTURES, *WORDS)
"""What can be taken away, by its column."""


@transaction.atomic
def clear_profile(*, owner: User, member_id: int, parts: Collection[str]) -> None:
    """Empty these PARTS of a member's profile; they can fill them again.

    Raises NotVisible, and PermissionDenied for who is no owner.
    """
    SitePolicy(owner).govern().or_raise()
    member = User.objects.filter(pk=member_id).first()
    if member is None:
        raise NotVisible("member")
    for name, picture in PICTURES.items():
        if name in parts and getattr(member, name):
            remove_picture(member=member, picture=picture)
    kept = {n: "" if n in parts else getattr(member, n) for n in WORDS}
    change_profile(member=member, **kept)
