"""A member's page, and what those wrote whom one follows."""

from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.views.decorators.http import require_safe

from rostra.forum.old_addresses import find
from rostra.forum.selectors.cursors import BadCursor, read_cursor
from rostra.forum.selectors.followed import posts_of_followed
from rostra.forum.selectors.member_page import member_page
from rostra.forum.selectors.member_posts import Tab
from rostra.forum.slots import MEMBER_RECORD
from rostra.web.pages import render


@require_safe
@login_not_required
def member(request: HttpRequest, member_id: int, slug: str) -> HttpResponse:
    try:
        cursor = read_cursor(request.GET.get("before"), request.GET.get("after"))
        tab = Tab(request.GET.get("tab", Tab.POSTS))
    except (BadCursor, ValueError):
        raise Http404 from None
    page = member_page(reader=request.user, member_id=member_id, tab=tab, cursor=cursor)
    if page.merged_into:
        return HttpResponsePermanentRedirect(f"/member/{page.merged_into}-/")
    if slug != page.person.slug:
        address = find(request.get_full_path()) or page.person.url
        return HttpResponsePermanentRedirect(address)
    keep = (f"member:{member_id}", "moves") if not request.GET else ()
    context = {"page": page, "record": MEMBER_RECORD.render(page)}
    return render(request, "forum/member.html", context, depends=keep)


@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """What was written last by the members one follows."""
    try:
        cursor = read_cursor(request.GET.get("before"), None)
    except BadCursor:
        raise Http404 from None
    page = posts_of_followed(reader=request.user, cursor=cursor)
    return render(request, "forum/followed.html", {"page": page})
