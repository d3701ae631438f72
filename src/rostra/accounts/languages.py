"""The language that a member is written to in."""

from django.conf import settings
from django.utils import translation

from rostra.accounts.models import User
from rostra.web.look import look_of


def in_language_of(member: User) -> translation.override:
    """A context for putting a letter to a member into words: theirs, or the site's."""
    language = look_of(member.look).language or settings.LANGUAGE_CODE
    return translation.override(language)
