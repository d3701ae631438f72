"""Ask for a source; what became of a request; and all that are open."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from rostra.accounts.forms import Filled
from rostra.evidence import limits
from rostra.evidence.forms import AnswerForm, AskForm
from rostra.evidence.selectors.asking import ask_page
from rostra.evidence.selectors.requests import request_page, wanted_page
from rostra.evidence.services import requesting
from rostra.foundation.limits import Limit
from rostra.foundation.numbers import positive
from rostra.web.pages import render

ASKS = Limit("ask-source", count=20, seconds=60)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, post_id: int) -> HttpResponse:
    page = ask_page(reader=request.user, post_id=post_id)
    words = request.GET.get("words", "")[: 2 * limits.LONGEST_WORDS]
    form = AskForm(
        request.POST if request.method == "POST" else None, initial={"words": words}
    )
    if form.is_bound and form.is_valid():
        ASKS.spend(str(request.user.pk))
        try:
            words = form.cleaned_data["words"]
            requesting.ask_for_source(asker=request.user, post_id=post_id, words=words)
            return HttpResponseRedirect(f"/post/{post_id}/", status=303)
        except ValidationError as refused:
            form.add_error(None, refused)
    context = {"page": page, "form": Filled(form), "limits": limits}
    status = 422 if form.is_bound else 200
    return render(request, "evidence/ask_source.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def source_request(request: HttpRequest, request_id: int) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not request.user.is_authenticated:
        return HttpResponseRedirect(f"/sign-in/?next=/source-request/{request_id}/")
    if form.is_bound and form.is_valid():
        ASKS.spend(str(request.user.pk))
        try:
            _act(request, request_id, **form.cleaned_data)
            return HttpResponseRedirect(f"/source-request/{request_id}/", status=303)
        except ValidationError as refused:
            form.add_error(None, refused)
    page = request_page(reader=request.user, request_id=request_id)
    context = {"page": page, "form": Filled(form)}
    status = 422 if form.is_bound else 200
    return render(request, "evidence/source_request.html", context, status=status)


@require_safe
@login_not_required
def wanted(request: HttpRequest) -> HttpResponse:
    before = positive(request.GET.get("before"))
    page = wanted_page(reader=request.user, before=before)
    depends = ("lists",) if not request.GET else ()
    return render(request, "evidence/wanted.html", {"page": page}, depends=depends)


def _act(
    request: HttpRequest, request_id: int, act: str, source: int | None, reason: str
) -> None:
    member = request.user
    if act == "withdraw":
        requesting.withdraw(asker=member, request_id=request_id)
    elif act == "answer":
        about = {"request_id": request_id, "use_id": source or 0}
        requesting.answer_request(author=member, **about)
    elif act == "accept":
        about = {"request_id": request_id, "use_id": source or 0}
        requesting.accept_source(asker=member, **about)
    elif act == "decline":
        about = {"request_id": request_id, "reason": reason}
        requesting.decline_request(author=member, **about)
    else:
        about = {"request_id": request_id, "is_answered": act == "yes"}
        requesting.say_whether_answered(asker=member, **about)
