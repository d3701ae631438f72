"""Make a claim of a sentence, and say who says what about it and where it stands."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from rostra.accounts.forms import Filled
from rostra.evidence.forms import ClaimForm, PositionForm, StatusForm
from rostra.evidence.models import Claim
from rostra.evidence.policies import ClaimPolicy
from rostra.evidence.selectors.claim_lists import DUE, WAITING, claims_page
from rostra.evidence.selectors.claims import claim_page
from rostra.evidence.selectors.sources import readable_post
from rostra.evidence.services.claiming import (
    claim_from_post,
    set_status,
    take_position,
)
from rostra.foundation.numbers import positive
from rostra.web.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, post_id: int) -> HttpResponse:
    post = readable_post(request.user, post_id)
    ClaimPolicy(request.user).curate().or_raise()
    given = {"words": request.GET.get("words", "")[:500]}
    form = ClaimForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_bound and form.is_valid():
        try:
            words = form.cleaned_data["words"]
            made = claim_from_post(curator=request.user, post_id=post_id, words=words)
            return HttpResponseRedirect(made.get_absolute_url(), status=303)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"post": post, "form": Filled(form)}
    status = 422 if form.is_bound else 200
    return render(request, "evidence/make_claim.html", context, status=status)


@require_safe
@login_not_required
def claims(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("status", "")
    if status not in (*Claim.Status.values, DUE, WAITING):
        status = ""
    before = positive(request.GET.get("before"))
    page = claims_page(reader=request.user, status=status, before=before)
    depends = ("lists",) if not request.GET else ()
    return render(request, "evidence/claims.html", {"page": page}, depends=depends)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    page = claim_page(reader=request.user, claim_id=claim_id)
    sends_status = "status" in request.POST
    sent = request.POST if request.method == "POST" else None
    given = {"status": page.claim.status}
    status = StatusForm(sent if sends_status else None, initial=given)
    position = PositionForm(None if sends_status else sent)
    form = status if sends_status else position
    if form.is_bound and not request.user.is_authenticated:
        return HttpResponseRedirect(f"/sign-in/?next=/claim/{claim_id}/")
    if form.is_bound and form.is_valid():
        act = set_status if sends_status else take_position
        try:
            act(curator=request.user, claim_id=claim_id, **form.cleaned_data)
            return HttpResponseRedirect(f"/claim/{claim_id}/", status=303)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"page": page, "form": Filled(position), "status": Filled(status)}
    code = 422 if form.is_bound else 200
    return render(request, "evidence/claim.html", context, status=code)
