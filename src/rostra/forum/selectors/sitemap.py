"""All public addresses, in chunks by id: none costs more as the forum grows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from rostra.accounts.models import Guest
from rostra.forum.models import Topic
from rostra.forum.selectors.categories import visible_categories

CHUNK = 5000
"""Ids in a chunk; sitemaps.org allows 50,000 addresses in a file."""


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A path of this site, and when what stands there last changed."""

    url: str
    at: datetime | None = None


def sitemap_chunks() -> range:
    """The numbers of the topic chunks: one query."""
    highest = Topic.objects.aggregate(highest=Max("pk"))["highest"] or 0
    return range(highest // CHUNK + 1)


def sitemap_topics(chunk: int) -> list[SitemapEntry]:
    """The topics of one chunk that guests may see: one query."""
    topics = Topic.objects.visible_to(Guest()).filter(
        pk__gte=chunk * CHUNK, pk__lt=(chunk + 1) * CHUNK, merged_into=None
    )
    rows = topics.order_by("pk").values_list("pk", "slug", "last_posted_at")
    return [SitemapEntry(f"/topic/{pk}-{slug}/", at) for pk, slug, at in rows]


def sitemap_categories() -> list[SitemapEntry]:
    """The front page and the categories that guests may see."""
    places = visible_categories(Guest())
    return [SitemapEntry("/"), *(SitemapEntry(place.url) for place in places)]
