"""Make a claim of a sentence, and say who says what about it and where it stands."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.forms import Filled
from rostra.accounts.models import User
from rostra.evidence.forms import ClaimForm, DueForm, PositionForm, StatusForm
from rostra.evidence.models import Claim
from rostra.evidence.policies import ClaimPolicy
from rostra.evidence.selectors.alike import same_claim, similar_claims
from rostra.evidence.selectors.claim_lists import DUE, WAITING, claims_page
from rostra.evidence.selectors.claims import ClaimPage, claim_page
from rostra.evidence.selectors.sources import readable_post
from rostra.evidence.services.claiming import claim_from_post, set_status
from rostra.evidence.services.placing import checked_words, link_claim, unlink_claim
from rostra.evidence.services.positioning import drop_position, take_position
from rostra.evidence.services.predicting import set_due_day
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


@require_POST
def drop(request: HttpRequest, claim_id: int) -> HttpResponse:
    drop_position(
        curator=request.user,
        claim_id=claim_id,
        position_id=positive(request.POST.get("position")),
    )
    return HttpResponseRedirect(f"/claim/{claim_id}/#say", status=303)


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
    forms = _forms(request, page)
    sent = next((name for name, form in forms.items() if form.is_bound), "")
    if sent and not request.user.is_authenticated:
        return HttpResponseRedirect(f"/sign-in/?next=/claim/{claim_id}/")
    if sent and forms[sent].is_valid():
        try:
            about = forms[sent].cleaned_data
            _ACTS[sent](curator=request.user, claim_id=claim_id, **about)
            return HttpResponseRedirect(f"/claim/{claim_id}/", status=303)
        except ValidationError as refused:
            forms[sent].add_error(None, refused)
    filled = {name: Filled(form) for name, form in forms.items()}
    code = 422 if sent else 200
    return render(request, "evidence/claim.html", {"page": page, **filled}, status=code)


_ACTS: dict[str, Callable[..., object]] = {
    "form": take_position,
    "status": set_status,
    "due": set_due_day,
}


def _forms(request: HttpRequest, page: ClaimPage) -> dict[str, Form]:
    """The forms of a claim, by their names in its page; one is bound to what was sent."""
    sent = "due" if request.POST.get("act") == "due" else "form"
    sent = "status" if "status" in request.POST else sent
    sent = sent if request.method == "POST" else ""

    def given(name: str) -> QueryDict | None:
        return request.POST if sent == name else None

    status, due_on = page.claim.status, page.claim.due_on
    day = {"due_on": due_on.isoformat() if due_on else ""}
    return {
        "form": PositionForm(given("form"), initial={"kind": "person"}),
        "status": StatusForm(given("status"), initial={"status": status}),
        "due": DueForm(given("due"), initial=day),
    }
