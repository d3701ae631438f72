"""Where else a page says that it is found, kept by its member between two forms: signed,
because whoever brings one of these addresses later is led to their topic."""

from collections.abc import Iterable

from django.core import signing

from rostra.foundation.domains import key_at
from rostra.news.kept_entries import address_key

MOST = 6
LONGEST = 20_000
"""Characters of what is signed; more is not kept."""
SECONDS = 24 * 3600
_SALT = "rostra.news.link_addresses"


def signed_addresses(asked: str, said: Iterable[str]) -> str:
    """The addresses that a page says are its own, for the one that was asked. A page
    speaks for its own domain only."""
    key = key_at(asked)
    others = [one for one in said if key and key_at(one) == key][:MOST]
    signed = signing.dumps([address_key(asked), others], salt=_SALT, compress=True)
    return signed if len(signed) <= LONGEST else ""


def addresses_signed_for(asked: str, signed: str) -> tuple[str, ...]:
    """The addresses that were signed for this one within a day; none if it was another,
    or it was not we who signed."""
    try:
        about, others = signing.loads(signed, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        return ()
    return tuple(others) if about == address_key(asked) else ()
