from rostra.accounts.models.session import Session
from rostra.accounts.models.user import Guest, Reader, User

__all__ = ["Guest", "Reader", "Session", "User"]
