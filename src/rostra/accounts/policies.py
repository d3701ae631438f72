"""Who may do what with the site as a whole and with accounts: a verdict each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.foundation.verdicts import ALLOWED, Verdict


@dataclass(frozen=True, slots=True)
class SitePolicy:
    reader: Reader

    def leave(self) -> Verdict:
        """Close one's own account. The last owner is refused by the service."""
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to close your account."))
        if self.reader.is_house:
            return Verdict(_("The house account publishes the stories. It stays."))
        return ALLOWED

    def govern(self) -> Verdict:
        """Decide about groups, rights, categories and accounts."""
        if self.reader.is_owner:
            return ALLOWED
        return Verdict(_("Only owners can do this."))
