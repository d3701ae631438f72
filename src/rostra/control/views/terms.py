"""What people agree to who sign up, and whose mail is not taken."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rostra.accounts.forms import Filled, filled
from rostra.accounts.selectors.terms import current_terms
from rostra.accounts.services.terms import change_terms
from rostra.control.forms import TermsForm
from rostra.control.guarding import owners_only
from rostra.control.services.naming import change_site
from rostra.control.views.showing import saved, show
from rostra.web.models import Site


@require_http_methods(["GET", "HEAD", "POST"])
@owners_only
def terms(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, "terms", "site", form=_now())
    sent = TermsForm(request.POST)
    if not sent.is_valid():
        return show(request, "terms", "site", 422, form=Filled(sent))
    given = sent.cleaned_data
    with transaction.atomic():
        change_terms(
            owner=request.user,
            source=given["terms"],
            asks_again=given["asks_again"],
        )
        change_site(
            owner=request.user,
            minimum_age=given["minimum_age"],
            refused_mail=given["refused_mail"],
        )
    return saved("/control/terms/")


def _now() -> Filled:
    here, held = Site.objects.get(pk=1), current_terms()
    return filled(
        terms=held.source if held else "",
        minimum_age=here.minimum_age,
        refused_mail=here.refused_mail,
    )
