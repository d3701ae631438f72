"""Small acts: follow, mark read, keep a draft, look at the past."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.guests import give_secret, guest_secret, new_secret
from rostra.forum.poll_fields import poll_fields
from rostra.forum.selectors.drafts import drafts_of
from rostra.forum.selectors.history import post_history
from rostra.forum.services.composing import compose
from rostra.forum.services.drafting import discard_draft, save_draft
from rostra.forum.services.following import follow_topic, unfollow_topic
from rostra.forum.services.reading import mark_all_read, mark_read
from rostra.foundation.limits import Limit
from rostra.foundation.numbers import positive
from rostra.web.addresses import next_path
from rostra.web.pages import render

PREVIEWS = Limit("preview", count=60, seconds=60)
DRAFTS = Limit("draft", count=60, seconds=60)


@require_POST
def follow(request: HttpRequest, topic_id: int) -> HttpResponse:
    if request.POST.get("_method") == "delete":
        unfollow_topic(user=request.user, topic_id=topic_id)
    else:
        follow_topic(user=request.user, topic_id=topic_id)
    return HttpResponseRedirect(f"/topic/{topic_id}-/", status=303)


@require_POST
def read(request: HttpRequest, topic_id: int) -> HttpResponse:
    number = min(positive(request.POST.get("number")) or 2**31, 2**31)
    mark_read(user=request.user, topic_id=topic_id, number=number)
    return HttpResponseRedirect(next_path(request, f"/topic/{topic_id}-/"), status=303)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_all_read(user=request.user)
    return HttpResponseRedirect(next_path(request), status=303)


@require_POST
@login_not_required
def preview(request: HttpRequest) -> HttpResponse:
    """A text as it will look: the fragment that the composer puts under itself."""
    PREVIEWS.spend(request.META["REMOTE_ADDR"])
    html = compose(request.user, request.POST.get("source", "")).html
    return render(request, "forum/preview.html", {"html": html})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def drafts(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _save_draft(request)
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/sign-in/?next=/drafts/")
    context = {"drafts": drafts_of(owner=request.user)}
    return render(request, "forum/drafts.html", context)


@require_POST
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    if request.POST.get("_method") == "delete":
        discard_draft(owner=request.user, draft_id=draft_id)
    return HttpResponseRedirect("/drafts/", status=303)


@require_safe
@login_not_required
def history(request: HttpRequest, post_id: int) -> HttpResponse:
    past = post_history(reader=request.user, post_id=post_id)
    context = {"post": past.post, "revisions": past.revisions, "erase": past.erase}
    return render(request, "forum/post_history.html", context)


def _save_draft(request: HttpRequest) -> HttpResponse:
    DRAFTS.spend(request.META["REMOTE_ADDR"])
    owner = request.user if request.user.is_authenticated else None
    secret = "" if owner else guest_secret(request) or new_secret()
    save_draft(
        owner=owner,
        place=request.POST.get("place", ""),
        title=request.POST.get("title", ""),
        source=request.POST.get("source", ""),
        client_token=request.POST.get("client_token", ""),
        guest=secret,
        poll=poll_fields(request.POST),
    )
    response = JsonResponse({"saved_at": timezone.now().isoformat()})
    if secret:
        give_secret(request, response, secret)
    return response
