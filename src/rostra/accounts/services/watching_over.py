"""Write down who of the staff looks at private things of members."""

from datetime import timedelta

from django.utils import timezone

from rostra.accounts.models import StaffLook, User

AGAIN = timedelta(minutes=10)
"""A page that is loaded again within this is the same look."""


def note_look(*, staff: User, member: User, what: str, why: str = "") -> StaffLook:
    """Note that somebody of the staff looks at something private of a member.

    `what` says in plain words what they see. The same look is noted once.
    """
    about = {"staff": staff, "member": member, "what": what[:200], "why": why[:200]}
    since = timezone.now() - AGAIN
    earlier = StaffLook.objects.filter(**about, at__gt=since).first()
    return earlier or StaffLook.objects.create(**about)
