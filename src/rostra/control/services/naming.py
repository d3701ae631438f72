"""What the owner says about the site as a whole."""

from django.db import transaction

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.foundation.versions import raise_versions
from rostra.web.models import Site


@transaction.atomic
def change_site(*, owner: User, **choices: str | bool | int) -> Site:
    """Choose anew what columns of Site have. Raises PermissionDenied."""
    SitePolicy(owner).govern().or_raise()
    site = Site.objects.select_for_update().get(pk=1)
    for name, value in choices.items():
        setattr(site, name, value)
    site.save(update_fields=list(choices))
    raise_versions("site", "lists")
    return site
