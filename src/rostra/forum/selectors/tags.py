"""Tags as readers find them: only those on a topic that they may see."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from rostra.accounts.models import Reader
from rostra.forum.models import Category, Tag
from rostra.forum.permissions import rights_of
from rostra.forum.selectors.topic_list import Order, TopicList, shown_topics, topic_list
from rostra.forum.tag_rules import has_tags, is_limited
from rostra.forum.tag_words import tag_key, tag_slug
from rostra.foundation.raw import fetch, spread
from rostra.foundation.visibility import NotVisible

MOST = 8
_TRIED = 40
_LATEST = 50
"""So many of a tag's latest topics say whether a reader may know of it: an offer is not
worth looking through all of them."""
SHOWN = 50


@dataclass(frozen=True, slots=True)
class TagPage:
    """A page of the topics of a tag."""

    tag: Tag
    topics: TopicList


def tag_page(*, reader: Reader, slug: str, **asked: Any) -> TagPage:
    """The topics of a tag, or of the one that it is another word for: two queries.

    Takes what `topic_list` does. Raises NotVisible if this reader may see no topic of it.
    """
    known = Tag.objects.filter(slug=tag_slug(slug)).select_related("stands_for")
    tag = known.first()
    if tag is None:
        raise NotVisible("tag")
    tag = tag.meant
    page = topic_list(reader=reader, tag_id=tag.pk, **asked)
    if page.is_empty:
        is_all = page.order == Order.LATEST and asked.get("cursor") is None
        if is_all or topic_list(reader=reader, tag_id=tag.pk, size=1).is_empty:
            raise NotVisible("tag")
    return TagPage(tag, page)


_SEEN = """
EXISTS (
  SELECT 1 FROM (
    SELECT topic_id FROM forum_tagged WHERE tag_id = {tag}
    ORDER BY last_posted_at DESC, topic_id DESC LIMIT {latest}
  ) n JOIN forum_topic t ON t.id = n.topic_id
  WHERE t.category_id IN ({places}) AND t.merged_into_id IS NULL AND {shown}
)
"""
_KNOWN = "SELECT g.id FROM forum_tag g WHERE g.id IN ({ids}) AND {seen}"
_OFFERED = """
SELECT name FROM (
  SELECT COALESCE(m.id, g.id) AS tag, COALESCE(m.name, g.name) AS name, g.slug AS slug
  FROM forum_tag g LEFT JOIN forum_tag m ON m.id = g.stands_for_id
  WHERE g.slug >= %s AND g.slug < %s ORDER BY g.slug LIMIT {tried}
) c WHERE {seen} ORDER BY slug
"""


def seen_tags(reader: Reader, tag_ids: Collection[int]) -> set[int]:
    """Those of these tags that the reader can have seen lately: one query."""
    if not tag_ids:
        return set()
    seen, params = _seen(reader, "g.id")
    sql = _KNOWN.format(ids=spread(len(tag_ids)), seen=seen)
    return {row[0] for row in fetch(sql, (*tag_ids, *params))}


def tags_offered(*, reader: Reader, words: str, category_id: int = 0) -> list[str]:
    """Names of tags that begin with some words, those that the owner listed for the
    category first: at most two queries, the same however many tags and topics there are.
    """
    slug = tag_slug(words)
    place = Category.objects.visible_to(reader).filter(pk=category_id).first()
    if not slug or (place and not has_tags(place)):
        return []
    names = [
        name
        for name in (place.tag_choices if place else [])
        if tag_slug(name).startswith(slug)
    ]
    if not (place and is_limited(place)):
        names += _by_prefix(reader, slug)
    return list({tag_key(name): name for name in reversed(names)}.values())[::-1][:MOST]


def _by_prefix(reader: Reader, slug: str) -> list[str]:
    seen, params = _seen(reader, "c.tag")
    sql = _OFFERED.format(tried=_TRIED, seen=seen)
    return [name for (name,) in fetch(sql, (slug, slug + "\U0010ffff", *params))]


def _seen(reader: Reader, tag: str) -> tuple[str, tuple[Any, ...]]:
    readable = rights_of(reader).readable or (0,)
    shown, moderated = shown_topics(reader, readable)
    places = spread(len(readable))
    sql = _SEEN.format(tag=tag, latest=_LATEST, places=places, shown=shown)
    return sql, (*readable, *moderated)


@dataclass(frozen=True, slots=True)
class OwnersTags:
    """Some tags in the order of their addresses, with how many topics have each."""

    tags: tuple[Tag, ...]
    after: str
    """The address that the next page begins after; empty on the last one."""


def find_tags(*, words: str = "", after: str = "") -> OwnersTags:
    """Tags, and other words for them, that begin with some words, for an owner: one query."""
    rows = Tag.objects.select_related("stands_for").order_by("slug")
    if slug := tag_slug(words):
        rows = rows.filter(slug__gte=slug, slug__lt=slug + "\U0010ffff")
    if after:
        rows = rows.filter(slug__gt=after)
    some = list(rows.annotate(topic_count=Count("tagged"))[: SHOWN + 1])
    return OwnersTags(tuple(some[:SHOWN]), some[SHOWN - 1].slug if some[SHOWN:] else "")
