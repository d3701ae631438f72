"""React to a post, and see who did."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from rostra.forum.selectors.reacted import reacted_post, who_reacted
from rostra.forum.services.reacting import react
from rostra.foundation.numbers import positive
from rostra.web.pages import render

PART = "Part-Of-Page"
"""The header by which a script asks for the changed part of the page, and by which it
knows that it was given that, and not the page to sign in."""


@require_http_methods(["GET", "HEAD", "POST"])
def reaction(request: HttpRequest, post_id: int) -> HttpResponse:
    if request.method != "POST":
        # Whoever had to sign in again first is led here from there.
        return HttpResponseRedirect(f"/post/{post_id}/")
    react(user=request.user, post_id=post_id, kind=request.POST.get("kind", ""))
    if PART not in request.headers:
        return HttpResponseRedirect(f"/post/{post_id}/", status=303)
    post = reacted_post(reader=request.user, post_id=post_id)
    response = render(request, "forum/reacted.html", {"post": post})
    response[PART] = "reactions"
    return response


@require_safe
@login_not_required
def who(request: HttpRequest, post_id: int) -> HttpResponse:
    """Who reacted to a post, all or (`kind`) with one word."""
    page = who_reacted(
        reader=request.user,
        post_id=post_id,
        kind=request.GET.get("kind", ""),
        before=positive(request.GET.get("before")),
    )
    return render(request, "forum/who_reacted.html", {"page": page})
