"""Who may do what with the site as a whole and with accounts: a verdict each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.foundation.verdicts import ALLOWED, Verdict


@dataclass(frozen=True, slots=True)
class SitePolicy:
    reader: Reader

    def govern(self) -> Verdict:
        """Decide about groups, rights, categories and accounts."""
        if self.reader.is_owner:
            return ALLOWED
        return Verdict(_("Only owners can do this."))
