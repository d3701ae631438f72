"""Who of the staff looked at whose private things."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import StaffLook, User
from rostra.accounts.policies import SitePolicy

SHOWN = 50


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look, with the names of both."""

    id: int
    staff_id: int
    staff: str
    member_id: int
    member: str
    what: str
    why: str
    at: datetime


def looks(
    *, owner: User, member_id: int = 0, staff_id: int = 0, before: int = 0
) -> tuple[LookRow, ...]:
    """The latest looks, at one member or by one of the staff if asked for: one query.

    `before` is the id of a look to go on from. Raises PermissionDenied.
    """
    SitePolicy(owner).govern().or_raise()
    found = StaffLook.objects.select_related("staff", "member").order_by("-pk")
    if member_id:
        found = found.filter(member_id=member_id)
    if staff_id:
        found = found.filter(staff_id=staff_id)
    if before:
        found = found.filter(pk__lt=before)
    return tuple(
        LookRow(
            id=look.pk,
            staff_id=look.staff_id,
            staff=look.staff.name,
            member_id=look.member_id,
            member=look.member.name,
            what=look.what,
            why=look.why,
            at=look.at,
        )
        for look in found[:SHOWN]
    )
