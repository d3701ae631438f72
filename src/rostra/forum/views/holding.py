"""Where moderators look at posts that were held."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from rostra.forum.selectors.held import held_posts
from rostra.forum.services.holding import keep_hidden, release_post
from rostra.web.pages import render


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    posts = held_posts(reader=request.user)
    return render(request, "forum/held.html", {"posts": posts})


@require_POST
def decide(request: HttpRequest, post_id: int) -> HttpResponse:
    about = {"moderator": request.user, "post_id": post_id}
    if request.POST.get("act") == "show":
        release_post(**about)
    else:
        keep_hidden(**about, reason=request.POST.get("reason", ""))
    return HttpResponseRedirect("/held/", status=303)
