"""Make a claim of a sentence, and say who says what about it and where it stands."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.forms import Filled
from rostra.accounts.models import User
from rostra.evidence.forms import ClaimForm, PositionForm, StatusForm
from rostra.evidence.models import Claim
from rostra.evidence.policies import ClaimPolicy
from rostra.evidence.selectors.alike import same_claim, similar_claims
from rostra.evidence.selectors.claim_lists import DUE, WAITING, claims_page
from rostra.evidence.selectors.claims import claim_page
from rostra.evidence.selectors.sources import readable_post
from rostra.evidence.services.claiming import (
    claim_from_post,
    set_status,
    take_position,
)
from rostra.evidence.services.placing import checked_words, link_claim, unlink_claim
from rostra.forum.models import Post
from rostra.foundation.numbers import positive
from rostra.web.pages import render

Similar = tuple[tuple[Claim, float], ...]


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, post_id: int) -> HttpResponse:
    post = readable_post(request.user, post_id)
    ClaimPolicy(request.user).curate().or_raise()
    given = {"words": request.GET.get("words", "")[:500]}
    form = ClaimForm(request.POST if request.method == "POST" else None, initial=given)
    similar: Similar = ()
    if form.is_bound and form.is_valid():
        try:
            made = _made_or_linked(request.user, post, **form.cleaned_data)
            if isinstance(made, Claim):
                return HttpResponseRedirect(made.get_absolute_url(), status=303)
            similar = made
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"post": post, "form": Filled(form), "similar": similar}
    status = 422 if form.errors else 200
    return render(request, "evidence/make_claim.html", context, status=status)


def _made_or_linked(
    curator: User, post: Post, words: str, link: int | None, anyway: bool
) -> Claim | Similar:
    """The claim, or those that it may be."""
    about: dict[str, Any] = {"curator": curator, "post_id": post.pk, "words": words}
    if link:
        return link_claim(claim_id=link, **about)
    checked_words(post, words)
    if not anyway and same_claim(words, post.topic) is None:
        similar = similar_claims(reader=curator, words=words, topic=post.topic)
        if similar:
            return similar
    return claim_from_post(**about)


@require_POST
def unlink(request: HttpRequest, claim_id: int) -> HttpResponse:
    link_id = positive(request.POST.get("link"))
    unlink_claim(curator=request.user, claim_id=claim_id, link_id=link_id)
    return HttpResponseRedirect(f"/claim/{claim_id}/", status=303)


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
