"""Lists of topics, and the front page."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from rostra.forum.policies import CategoryPolicy
from rostra.forum.selectors.categories import inside_of, path_of
from rostra.forum.selectors.cursors import BadCursor, Cursor, read_cursor
from rostra.forum.selectors.front_page import front_page
from rostra.forum.selectors.tags import tag_page
from rostra.forum.selectors.topic_list import Order, TopicList, topic_list
from rostra.forum.slots import FRONT_RAIL, FRONT_TOP
from rostra.forum.tag_words import tag_version
from rostra.foundation.verdicts import ALLOWED, Verdict
from rostra.web.pages import render
from rostra.web.presence import presence

PERIODS = ("day", "week", "month", "year", "all")
TITLES = {
    Order.LATEST: gettext_noop("Latest"),
    Order.NEW: gettext_noop("New topics"),
    Order.UNREAD: gettext_noop("Unread"),
    Order.TOP: gettext_noop("Top"),
}


@require_safe
@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    page = front_page(reader=request.user)
    context = {
        "page": page,
        "here": presence().here(),
        "top": FRONT_TOP.render(page),
        "rail": FRONT_RAIL.render(page),
    }
    depends = ("lists",) if not request.GET else ()
    return render(
        request, "forum/front_page.html", context, depends=depends, place="front"
    )


@require_safe
@login_not_required
def site_list(request: HttpRequest, order: Order) -> HttpResponse:
    """Latest, new or top topics of the whole site."""
    return _list(request, order, base=f"/{order}/", depends="lists")


@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    return _list(request, Order.UNREAD, base="/unread/", depends="")


@require_safe
@login_not_required
def category(request: HttpRequest, category_id: int, slug: str) -> HttpResponse:
    base = f"/category/{category_id}-{slug}/"
    return _list(
        request,
        _filter(request),
        base=base,
        depends=f"category:{category_id}",
        category_id=category_id,
    )


@require_safe
@login_not_required
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The topics of a tag; another word for it, or other capitals, lead there."""
    found = tag_page(
        reader=request.user, slug=slug, **_asked(request, _filter(request))
    )
    base = found.tag.get_absolute_url()
    if slug != found.tag.slug:
        return _to(request, base)
    context = {
        "page": found.topics,
        "title": f"#{found.tag.name}",
        "base": base,
        "tag": found.tag,
        "can_start": ALLOWED
        if request.user.is_authenticated
        else Verdict(_("Sign in.")),
        "above": (),
        "inside": (),
    }
    depends = (tag_version(found.tag.name),)
    keep = depends if _is_plain(request) else ()
    return render(
        request, "forum/topic_list.html", context, depends=keep, place=depends[0]
    )


def _filter(request: HttpRequest) -> Order:
    order = request.GET.get("filter", "latest")
    if order not in list(Order) or (
        order == "unread" and not request.user.is_authenticated
    ):
        return Order.LATEST
    return Order(order)


def _asked(request: HttpRequest, order: Order) -> dict[str, Any]:
    return {"order": order, "period": _period(request), "cursor": _cursor(request)}


def _to(request: HttpRequest, path: str) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(path + (f"?{query}" if query else ""))


def _list(
    request: HttpRequest,
    order: Order,
    *,
    base: str,
    depends: str,
    category_id: int | None = None,
) -> HttpResponse:
    page = topic_list(
        reader=request.user, category_id=category_id, **_asked(request, order)
    )
    if page.category and base != page.category.url:
        return _to(request, page.category.url)
    context = {
        "page": page,
        "title": page.category.name if page.category else _(TITLES[order]),
        "base": base,
        "can_start": _may_start(request, page),
        "above": path_of(page.category) if page.category else (),
        "inside": inside_of(request.user, page.category) if page.category else (),
    }
    keep = (depends,) if depends and _is_plain(request) else ()
    return render(
        request, "forum/topic_list.html", context, depends=keep, place=depends
    )


def _may_start(request: HttpRequest, page: TopicList) -> Verdict:
    if page.category:
        return CategoryPolicy(request.user, page.category).start()
    return ALLOWED if request.user.is_authenticated else Verdict(_("Sign in to start."))


def _period(request: HttpRequest) -> str:
    period = request.GET.get("period", "week")
    return period if period in PERIODS else "week"


def _cursor(request: HttpRequest) -> Cursor | None:
    try:
        return read_cursor(request.GET.get("before"), request.GET.get("after"))
    except BadCursor:
        raise Http404 from None


def _is_plain(request: HttpRequest) -> bool:
    """Only what the page's own links ask for is kept, or anybody could fill memory."""
    known = {"filter": ("new", "top", "latest"), "period": PERIODS}
    return len(request.GET) <= 2 and all(
        value in known.get(name, ()) for name, value in request.GET.items()
    )
