from rostra.accounts.models.group import Group, Membership, Promotion
from rostra.accounts.models.look import StaffLook
from rostra.accounts.models.session import Session
from rostra.accounts.models.user import Guest, Reader, User

__all__ = [
    "Group",
    "Guest",
    "Membership",
    "Promotion",
    "Reader",
    "Session",
    "StaffLook",
    "User",
]
