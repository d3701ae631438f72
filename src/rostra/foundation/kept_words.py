"""Words that are kept for everybody: they are in the site's language."""

from django.conf import settings
from django.utils import translation


def in_site_language() -> translation.override:
    """A context for choosing words that are stored, so that they are not in the language
    of whoever happens to write them: those inside a post's HTML, the name of who left."""
    return translation.override(settings.LANGUAGE_CODE)
