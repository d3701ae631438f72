from rostra.accounts.models.closing import Closing, ReservedName
from rostra.accounts.models.former_name import FormerName
from rostra.accounts.models.group import Group, Membership, Promotion
from rostra.accounts.models.invitation import Invitation
from rostra.accounts.models.look import StaffLook
from rostra.accounts.models.merging import Merging
from rostra.accounts.models.profile_field import ProfileAnswer, ProfileField
from rostra.accounts.models.session import Session
from rostra.accounts.models.terms import TermsVersion
from rostra.accounts.models.tie import Tie, TieKind
from rostra.accounts.models.user import Guest, Reader, User

__all__ = [
    "Closing",
    "FormerName",
    "Group",
    "Guest",
    "Invitation",
    "Membership",
    "Merging",
    "ProfileAnswer",
    "ProfileField",
    "Promotion",
    "Reader",
    "ReservedName",
    "Session",
    "StaffLook",
    "TermsVersion",
    "Tie",
    "TieKind",
    "User",
]
