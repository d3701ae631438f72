"""The answer to 'may I?': yes, or no with a reason fit to show a person."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed; otherwise carries the reason, in plain words."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def or_raise(self) -> None:
        """Do nothing if allowed, else raise PermissionDenied with the reason."""
        if self.reason:
            raise PermissionDenied(self.reason)


ALLOWED = Verdict()
