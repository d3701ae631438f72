"""Who may do what with claims: a verdict for each question."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.permissions import rights_of
from rostra.foundation.verdicts import ALLOWED, Verdict

CURATE = "curate"
"""The right to record claims, on the whole site."""


@dataclass(frozen=True, slots=True)
class ClaimPolicy:
    curator: User

    def curate(self) -> Verdict:
        """Record claims and positions, and set where a claim stands."""
        if self.curator.is_house or CURATE in rights_of(self.curator).everywhere:
            return ALLOWED
        return Verdict(_("Only house accounts and editors record claims."))
