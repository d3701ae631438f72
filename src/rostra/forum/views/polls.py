"""Vote, close a poll, and see who voted where votes are public."""

from dataclasses import replace

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from rostra.accounts.preferences import page_size
from rostra.forum.composer import with_draft
from rostra.forum.models import Post
from rostra.forum.page_numbers import page_of
from rostra.forum.selectors.poll_voters import poll_voters
from rostra.forum.selectors.topic_page import topic_page
from rostra.forum.services.polling import cast_vote, close_poll
from rostra.forum.views.topics import reply_composer, topic_response
from rostra.foundation.limits import Limit
from rostra.foundation.numbers import positive
from rostra.foundation.visibility import NotVisible
from rostra.web.pages import render

VOTES = Limit("vote", count=30, seconds=60)


@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, post_id: int) -> HttpResponse:
    if request.method != "POST":
        # Whoever had to sign in again first is led here from there.
        return HttpResponseRedirect(f"/post/{post_id}/")
    VOTES.spend(str(request.user.pk))
    try:
        choices = [] if "take_back" in request.POST else _choices(request.POST)
        cast_vote(voter=request.user, post_id=post_id, choices=choices)
    except ValidationError as error:
        return _refused(request, post_id, " ".join(error.messages))
    return HttpResponseRedirect(f"/post/{post_id}/", status=303)


@require_POST
def close(request: HttpRequest, post_id: int) -> HttpResponse:
    close_poll(closer=request.user, post_id=post_id)
    return HttpResponseRedirect(f"/post/{post_id}/", status=303)


@require_safe
@login_not_required
def voters(request: HttpRequest, post_id: int) -> HttpResponse:
    before = positive(request.GET.get("before"))
    page = poll_voters(reader=request.user, post_id=post_id, before=before)
    return render(request, "forum/poll_voters.html", {"page": page})


def _choices(sent: QueryDict) -> list[int]:
    """The options chosen, or put in order, by their places in the poll.

    Raises ValidationError for none, and for two put at the same place.
    """
    places = _places(sent)
    ranks = [positive(place) for place in places.values() if place]
    if 0 in ranks or len(set(ranks)) < len(ranks):
        raise ValidationError(_("Two options have the same place. Give each its own."))
    ranked = sorted((positive(place), n) for n, place in places.items() if place)
    chosen = [n for _place, n in ranked] or [_option(n) for n in sent.getlist("choice")]
    if not chosen:
        raise ValidationError(_("Choose something first."))
    return chosen


def _places(sent: QueryDict) -> dict[int, str]:
    """What was sent of the fields in which options are put in order."""
    fields = [name for name in sent if name.startswith("place-")][:100]
    return {_option(name.removeprefix("place-")): sent[name] for name in fields}


def _option(typed: str) -> int:
    # A number that no poll has says the same as what is no number.
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 999


def _refused(request: HttpRequest, post_id: int, why: str) -> HttpResponse:
    """The page the poll stands on, with the reason beside it and what was sent in it."""
    post = Post.objects.get_visible(request.user, pk=post_id)
    number = page_of(post.number, page_size(request.user))
    page = topic_page(reader=request.user, topic_id=post.topic_id, number=number)
    sent = _places(request.POST) or dict.fromkeys(
        map(_option, request.POST.getlist("choice")), "1"
    )
    poll = page.polls.get(post_id)
    if poll is None:
        raise NotVisible("poll")
    poll = replace(poll, error=why, sent=sent)
    page = replace(page, polls={**page.polls, post_id: poll})
    composer = with_draft(reply_composer(page), page.draft)
    return topic_response(request, page, composer, status=422)
