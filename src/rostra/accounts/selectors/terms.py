"""The terms of use, as a page shows them."""

from rostra.accounts.models import TermsVersion
from rostra.accounts.terms import terms_number


def current_terms() -> TermsVersion | None:
    """The terms that hold now, or None where there are none. One query at most."""
    number = terms_number()
    return TermsVersion.objects.filter(number=number).first() if number else None
