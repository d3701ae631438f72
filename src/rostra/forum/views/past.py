"""What a post said before, and who quotes which of its words."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.forum.selectors import quoted
from rostra.forum.selectors.history import How, post_history
from rostra.foundation.numbers import positive
from rostra.web.pages import render


@require_safe
@login_not_required
def history(request: HttpRequest, post_id: int) -> HttpResponse:
    asked = request.GET.get("view", "")
    past = post_history(
        reader=request.user,
        post_id=post_id,
        how=How(asked) if asked in list(How) else How.CHANGES,
        before=positive(request.GET.get("before")),
    )
    return render(request, "forum/post_history.html", {"past": past})


@require_safe
@login_not_required
def quoted_words(request: HttpRequest, post_id: int, key: str) -> HttpResponse:
    state = request.GET.get("as", "")
    found = quoted.quoted_words(
        reader=request.user, post_id=post_id, key=key, state=state
    )
    return render(request, "forum/quoted_words.html", {"found": found})


@require_safe
@login_not_required
def quoted_by(request: HttpRequest, post_id: int) -> HttpResponse:
    before = positive(request.GET.get("before"))
    found = quoted.quoted_by(reader=request.user, post_id=post_id, before=before)
    return render(request, "forum/quoted_by.html", {"found": found})
