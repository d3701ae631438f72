"""The owner's choices about the site, kept in the process while they are current."""

from rostra.foundation.versions import current_versions
from rostra.web.models import Site

_kept: tuple[tuple[int, ...], Site | None] | None = None


def site() -> Site | None:
    """The site's row, or None before it is set up: no query while it has not changed."""
    global _kept
    versions = current_versions(("site",))
    if _kept is None or _kept[0] != versions:
        _kept = (versions, Site.objects.filter(pk=1).first())
    return _kept[1]
