"""The owner's terms of use, and what members accept of them."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from rostra.accounts.models import TermsVersion, User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.terms import terms_number
from rostra.foundation.markup import render
from rostra.foundation.versions import raise_versions
from rostra.web.models import Site


@transaction.atomic
def change_terms(*, owner: User, source: str, asks_again: bool) -> None:
    """Have other terms from now on; none, if there are no words.

    With `asks_again` they get a new number, and everybody else is asked to accept them;
    else the words of those that hold are put right. Raises PermissionDenied, and
    ValidationError for a text over a limit.
    """
    SitePolicy(owner).govern().or_raise()
    here = Site.objects.select_for_update().get(pk=1)
    held = TermsVersion.objects.filter(number=here.terms_version).first()
    if not source.strip():
        here.terms_version = here.terms_asked = 0
    elif held and not asks_again:
        held.source, held.html = source, render(source).html
        held.save(update_fields=["source", "html"])
    elif held is None or held.source != source:
        here.terms_version = _new_version(source)
        if asks_again:
            here.terms_asked = here.terms_version
        _keep(owner, here.terms_version)
    here.save(update_fields=["terms_version", "terms_asked"])
    raise_versions("site")


def _new_version(source: str) -> int:
    last: int = TermsVersion.objects.aggregate(last=Max("number"))["last"] or 0
    made = TermsVersion(number=last + 1, source=source, html=render(source).html)
    made.save()
    return made.number


def accept_terms(*, member: User, number: int) -> bool:
    """Note that a member accepts the terms; False if these are not those that hold."""
    if not number or number != terms_number():
        return False
    _keep(member, number)
    return True


def note_acceptance(user: User) -> None:
    """Put down, on a new member not yet saved, the terms that their form asked for."""
    if number := terms_number():
        user.terms_accepted, user.terms_accepted_at = number, timezone.now()


def _keep(member: User, number: int) -> None:
    User.objects.filter(pk=member.pk).update(
        terms_accepted=number, terms_accepted_at=timezone.now()
    )
