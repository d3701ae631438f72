"""What the owner says about the site as a whole."""

from django.db import transaction

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.foundation.versions import raise_versions
from rostra.web.models import Site


@transaction.atomic
def change_site(*, owner: User, name: str, description: str) -> Site:
    """Name and describe the site anew. Raises PermissionDenied."""
    SitePolicy(owner).govern().or_raise()
    site = Site.objects.select_for_update().get(pk=1)
    site.name, site.description = name, description
    site.save(update_fields=["name", "description"])
    raise_versions("site", "lists")
    return site
