"""Mail domains that the owner refuses, such as those of addresses for ten minutes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.web.site_choices import site


def check_mail(email: str) -> None:
    """Raise ValidationError for an address of a refused domain, or of one below it."""
    here = site()
    refused = set(here.refused_mail.split()) if here else set()
    if refused and not refused.isdisjoint(_and_above(email.rpartition("@")[2])):
        raise ValidationError(
            _("Addresses of this provider are not taken here. Use another one.")
        )


def _and_above(domain: str) -> list[str]:
    parts = as_compared(domain).split(".")[-127:]
    return [".".join(parts[at:]) for at in range(len(parts))]


def as_compared(domain: str) -> str:
    """A domain as it is kept and compared: small, without dots around, in ASCII.

    What is no name of RFC 5891 stays as it is written.
    """
    plain = domain.strip().strip(".").casefold()
    try:
        return plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain
