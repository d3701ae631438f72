"""Pages for programs: feeds, sitemaps, robots.txt."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rostra.forum.selectors.feeds import Feed, posts_feed, tag_topics_feed, topics_feed
from rostra.forum.selectors.sitemap import (
    sitemap_categories,
    sitemap_chunks,
    sitemap_topics,
)
from rostra.web.pages import base_address, render
from rostra.web.site_choices import site

TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
XML = "application/xml; charset=utf-8"

ROBOTS = """User-agent: *
Disallow: /post/
Disallow: /sign-in/
Disallow: /sign-up/
Disallow: /start/
Disallow: /drafts/
Disallow: /look/
Disallow: /*?before=
Disallow: /*?after=
Disallow: /*?quote=
Sitemap: {base}/sitemap.xml
"""


@require_safe
@login_not_required
def site_feed(request: HttpRequest, kind: str) -> HttpResponse:
    return _feed(request, kind, topics_feed())


@require_safe
@login_not_required
def category_feed(request: HttpRequest, category_id: int, kind: str) -> HttpResponse:
    return _feed(request, kind, topics_feed(category_id=category_id))


@require_safe
@login_not_required
def tag_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    return _feed(request, kind, tag_topics_feed(slug=slug))


@require_safe
@login_not_required
def topic_feed(request: HttpRequest, topic_id: int, kind: str) -> HttpResponse:
    return _feed(request, kind, posts_feed(topic_id=topic_id))


@require_safe
@login_not_required
def sitemap_index(request: HttpRequest) -> HttpResponse:
    entries = ["/sitemap/categories-0.xml"]
    entries += [f"/sitemap/topics-{number}.xml" for number in sitemap_chunks()]
    context = {"entries": entries, "base": base_address(request)}
    return render(
        request,
        "forum/sitemap_index.xml",
        context,
        depends=("lists",),
        content_type=XML,
    )


@require_safe
@login_not_required
def sitemap(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    if kind == "categories":
        entries = sitemap_categories() if number == 0 else []
    else:
        entries = sitemap_topics(number) if number in sitemap_chunks() else []
    if not entries and number:
        raise Http404
    context = {"entries": entries, "base": base_address(request)}
    return render(
        request, "forum/sitemap.xml", context, depends=("lists",), content_type=XML
    )


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS.format(base=base_address(request))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _feed(request: HttpRequest, kind: str, feed: Feed) -> HttpResponse:
    base = base_address(request)
    community = site()
    name = community.name if community else "Rostra"
    context = {
        "feed": {
            "title": f"{feed.title} · {name}" if feed.title else name,
            "url": base + feed.url,
            "self_url": base + request.path,
            "description": community.description if community else "",
            "updated": feed.updated,
            "items": feed.items,
        },
        "base": base,
    }
    depends = (feed.depends,) if not request.GET else ()
    return render(
        request,
        f"forum/{kind}.xml",
        context,
        depends=depends,
        content_type=TYPES[kind],
    )
