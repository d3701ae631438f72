"""The sources of a post, and a source with the posts that name it."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from rostra.accounts.forms import Filled
from rostra.evidence.forms import DescribeForm, SourceForm
from rostra.evidence.selectors.sources import post_sources, source_page, use_in
from rostra.evidence.services.requesting import answer_request
from rostra.evidence.services.sourcing import (
    NamedAlready,
    WouldWait,
    add_source,
    change_source,
    remove_source,
)
from rostra.foundation.limits import Limit
from rostra.foundation.numbers import positive
from rostra.web.pages import render

CHANGES = Limit("source", count=30, seconds=60)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def sources(request: HttpRequest, post_id: int) -> HttpResponse:
    if request.method == "POST":
        return _add(request, post_id)
    asked = positive(request.GET.get("request")) or ""
    return _page(request, post_id, SourceForm(initial={"request": asked}))


@require_http_methods(["GET", "HEAD", "POST"])
def source_of_post(request: HttpRequest, post_id: int, use_id: int) -> HttpResponse:
    """Describe a source of one's post otherwise, or take it away."""
    found = post_sources(reader=request.user, post_id=post_id)
    use = use_in(found, use_id)
    if request.method != "POST":
        form = DescribeForm(initial=_described(use))
        return _change_page(request, found, use, form)
    CHANGES.spend(str(request.user.pk))
    if request.POST.get("_method") == "delete":
        remove_source(member=request.user, post_id=post_id, use_id=use_id)
        return HttpResponseRedirect(f"/post/{post_id}/sources/", status=303)
    form = DescribeForm(request.POST)
    if form.is_valid():
        try:
            about = {"post_id": post_id, "use_id": use_id, "named": form.named}
            change_source(author=request.user, **about)
            return HttpResponseRedirect(f"/post/{post_id}/sources/", status=303)
        except ValidationError as refused:
            form.add_error(None, refused)
    return _change_page(request, found, use, form, status=422)


@require_safe
@login_not_required
def source(request: HttpRequest, source_id: int) -> HttpResponse:
    before = positive(request.GET.get("before"))
    page = source_page(reader=request.user, source_id=source_id, before=before)
    return render(request, "evidence/source.html", {"page": page})


def _add(request: HttpRequest, post_id: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseRedirect(f"/sign-in/?next=/post/{post_id}/sources/")
    CHANGES.spend(str(request.user.pk))
    form = SourceForm(request.POST)
    if form.is_valid():
        try:
            address = form.cleaned_data["address"]
            about = {"post_id": post_id, "address": address, "named": form.named}
            may_wait = form.cleaned_data["anyway"]
            use = add_source(author=request.user, may_wait=may_wait, **about)
            if asked := form.cleaned_data["request"]:
                about = {"request_id": asked, "use_id": use.pk}
                answer_request(author=request.user, **about)
            return HttpResponseRedirect(f"/post/{post_id}/sources/", status=303)
        except WouldWait as asks:
            return _page(request, post_id, form, waits=" ".join(asks.messages))
        except NamedAlready as refused:
            form.add_error(None, refused)
            return _page(request, post_id, form, status=422, there=refused.use_id)
        except ValidationError as refused:
            form.add_error(None, refused)
    return _page(request, post_id, form, status=422)


def _page(
    request: HttpRequest,
    post_id: int,
    form: SourceForm,
    status: int = 200,
    waits: str = "",
    there: int = 0,
) -> HttpResponse:
    found = post_sources(reader=request.user, post_id=post_id)
    context = {"found": found, "form": Filled(form), "waits": waits, "there": there}
    return render(request, "evidence/post_sources.html", context, status=status)


def _change_page(
    request: HttpRequest,
    found: object,
    use: object,
    form: DescribeForm,
    status: int = 200,
) -> HttpResponse:
    context = {"found": found, "use": use, "form": Filled(form)}
    return render(request, "evidence/change_source.html", context, status=status)


def _described(use: object) -> dict[str, object]:
    names = ("title", "publisher", "published_on", "passage")
    return {name: getattr(use, name) for name in names}
