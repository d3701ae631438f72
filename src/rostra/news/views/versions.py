"""What a story said before."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.news.selectors.story_versions import story_versions
from rostra.web.pages import render


@require_safe
@login_not_required
def versions(request: HttpRequest, topic_id: int) -> HttpResponse:
    past = story_versions(reader=request.user, topic_id=topic_id)
    return render(request, "news/versions.html", {"past": past})
