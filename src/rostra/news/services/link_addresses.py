"""Where else a page says that it is found, kept by its member between two forms: signed,
because whoever brings one of these addresses later is led to their topic."""

from collections.abc import Iterable

from django.core import signing

from rostra.foundation.domains import domain_of
from rostra.news.kept_entries import address_key

MOST = 6
LONGEST = 20_000
"""Characters of what is signed; more is not kept."""
SECONDS = 24 * 3600
_SALT = "rostra.news.link_addresses"


def signed_addresses(asked: str, said: Iterable[str]) -> str:
    """The addresses that a page says are its own, for the one that was asked. A page
    speaks for its own site only."""
    site = _site_of(asked)
    others = [one for one in said if site and _site_of(one) == site][:MOST]
    signed = signing.dumps([address_key(asked), others], salt=_SALT, compress=True)
    return signed if len(signed) <= LONGEST else ""


def _site_of(address: str) -> str:
    """Its domain, whichever kind of reader or device the page is for."""
    domain = domain_of(address)
    first, _, rest = domain.partition(".")
    return rest if first in ("m", "mobile", "amp") and "." in rest else domain


def addresses_signed_for(asked: str, signed: str) -> tuple[str, ...]:
    """The addresses that were signed for this one within a day; none if it was another,
    or it was not we who signed."""
    try:
        about, others = signing.loads(signed, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return ()
    return tuple(others) if about == address_key(asked) else ()
