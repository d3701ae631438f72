"""Numbers: read from forms, and said in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def positive(text: str | None) -> int:
    """A whole number from 1 up to 18 digits, as ids are; 0 for anything else."""
    # By hand: a Django form takes as long as the query for the whole topic. And int()
    # alone raises for "²" and for thousands of digits, and exceeds a database's column.
    if not text or len(text) > 18 or not (text.isascii() and text.isdigit()):
        return 0
    return int(text)


def bytes_as_words(size: int) -> str:
    """A number of bytes as people say it: `340 KB`, `1.2 MB`."""
    if size < 1_000_000:
        return _("%(size)s KB") % {"size": max(1, round(size / 1000))}
    return _("%(size)s MB") % {
        "size": number_format(size / 1_000_000, int(size < 10_000_000))
    }
