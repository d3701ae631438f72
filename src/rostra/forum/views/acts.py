"""Small acts: follow, mark read, keep a draft."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.guests import give_secret, guest_secret, new_secret
from rostra.forum.answer_fields import answer_fields
from rostra.forum.models import Draft
from rostra.forum.poll_fields import poll_fields
from rostra.forum.selectors.drafts import drafts_of, scheduled_of
from rostra.forum.selectors.offers import members_offered
from rostra.forum.selectors.tags import tags_offered
from rostra.forum.services.composing import compose
from rostra.forum.services.drafting import NewerDraft, discard_draft, save_draft
from rostra.forum.services.following import follow_topic, unfollow_topic
from rostra.forum.services.reading import mark_all_read, mark_read
from rostra.forum.services.scheduling import take_back
from rostra.foundation.limits import Limit
from rostra.foundation.numbers import positive
from rostra.web.addresses import next_path
from rostra.web.pages import render

PREVIEWS = Limit("preview", count=90, seconds=60)
DRAFTS = Limit("draft", count=60, seconds=60)
OFFERS = Limit("offers", count=120, seconds=60)


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
    """A text as it will look: the fragment that the composer shows beside itself."""
    PREVIEWS.spend(_writer(request))
    html = compose(request.user, request.POST.get("source", "")).html
    return render(request, "forum/preview.html", {"html": html})


@require_safe
@login_not_required
def offers(request: HttpRequest) -> HttpResponse:
    """Members to mention, as JSON: `q` is how a name begins, `topic` where it is typed."""
    OFFERS.spend(_writer(request))
    found = members_offered(
        reader=request.user,
        words=request.GET.get("q", "")[:60],
        topic_id=positive(request.GET.get("topic")),
    )
    return JsonResponse({"members": [asdict(one) for one in found]})


@require_safe
@login_not_required
def tag_offers(request: HttpRequest) -> HttpResponse:
    """Tags to choose, as JSON: `q` is how one begins, `category` where it is to stand."""
    OFFERS.spend(_writer(request))
    found = tags_offered(
        reader=request.user,
        words=request.GET.get("q", "")[:60],
        category_id=positive(request.GET.get("category")),
    )
    return JsonResponse({"tags": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def drafts(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _save_draft(request)
    if not request.user.is_authenticated:
        return HttpResponseRedirect("/sign-in/?next=/drafts/")
    owner = request.user
    context = {"drafts": drafts_of(owner=owner), "later": scheduled_of(owner=owner)}
    return render(request, "forum/drafts.html", context)


@require_POST
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    if request.POST.get("_method") == "delete":
        discard_draft(owner=request.user, draft_id=draft_id)
    return HttpResponseRedirect("/drafts/", status=303)


@require_POST
def scheduled(request: HttpRequest, scheduled_id: int) -> HttpResponse:
    if request.POST.get("_method") == "delete":
        take_back(author=request.user, scheduled_id=scheduled_id)
    return HttpResponseRedirect("/drafts/", status=303)


def _saved(draft: Draft | None) -> dict[str, str]:
    """When a text was saved, and what the page says to go on from it."""
    if draft is None:
        return {"saved_at": timezone.now().isoformat(), "draft_seen": ""}
    return {"saved_at": draft.saved_at.isoformat(), "draft_seen": draft.mark}


def _writer(request: HttpRequest) -> str:
    """Whose attempts are counted together: a member's, or those of a guest's address."""
    member = request.user.pk
    return f"member:{member}" if member else str(request.META["REMOTE_ADDR"])


def _save_draft(request: HttpRequest) -> HttpResponse:
    DRAFTS.spend(_writer(request))
    owner = request.user if request.user.is_authenticated else None
    secret = "" if owner else guest_secret(request) or new_secret()
    try:
        draft = save_draft(
            owner=owner,
            place=request.POST.get("place", ""),
            title=request.POST.get("title", ""),
            source=request.POST.get("source", ""),
            client_token=request.POST.get("client_token", ""),
            guest=secret,
            poll=poll_fields(request.POST),
            answers=answer_fields(request.POST),
            page=request.POST.get("draft_page", ""),
            seen=request.POST.get("draft_seen"),
        )
    except NewerDraft as newer:
        texts = {"source": newer.draft.source, "title": newer.draft.title}
        return JsonResponse(texts | _saved(newer.draft), status=409)
    response = JsonResponse(_saved(draft))
    if secret:
        give_secret(request, response, secret)
    return response
