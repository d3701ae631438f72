"""Say what holds for a domain, and what readers should know of it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.forum.models import Publisher
from rostra.forum.publishers import VERSION
from rostra.foundation.domains import tidy_domain
from rostra.foundation.versions import raise_versions

LONGEST_NOTE = 1000
MOST = 5000


@transaction.atomic
def rule_on(
    *, owner: User, domain: str, rule: str = "", note: str = ""
) -> Publisher | None:
    """Note a rule and words about a domain, and all below it; None if nothing is left.

    What was posted before stays. Raises PermissionDenied, and ValidationError.
    """
    SitePolicy(owner).govern().or_raise()
    name = tidy_domain(domain)
    if not name:
        raise ValidationError({"domain": _("Give the name of a host: news.example.")})
    if rule not in Publisher.Rule.values:
        raise ValidationError({"rule": _("There is no such rule.")})
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        most = {"most": LONGEST_NOTE}
        raise ValidationError({"note": _("Use at most %(most)s characters.") % most})

    raise_versions(VERSION)
    rows = Publisher.objects.filter(domain=name)
    if not rule and not note:
        rows.delete()
        return None
    if Publisher.objects.exclude(domain=name).count() >= MOST:
        raise ValidationError(_("There are too many already."))
    said = {"rule": rule, "note": note, "changed_at": timezone.now()}
    made, _new = Publisher.objects.update_or_create(domain=name, defaults=said)
    return made
