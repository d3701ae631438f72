"""What the site's own feeds hold."""

from dataclasses import dataclass
from datetime import datetime

from rostra.accounts.models import Guest, Reader
from rostra.forum.models import Post, Topic
from rostra.forum.selectors.tags import tag_page
from rostra.forum.selectors.topic_list import Order, TopicList, topic_list
from rostra.forum.tag_words import tag_version
from rostra.foundation.visibility import NotVisible

ITEMS = 30


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One topic, or one post of a topic."""

    id: int
    title: str
    url: str
    """A path of this site."""
    author: str
    at: datetime
    html: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Newest first."""

    title: str
    url: str
    items: tuple[FeedItem, ...]
    depends: str

    @property
    def updated(self) -> datetime | None:
        return max((item.at for item in self.items), default=None)


def topics_feed(
    *, category_id: int | None = None, reader: Reader | None = None
) -> Feed:
    """The newest topics of the site or a category: two queries. Raises NotVisible.

    Feeds show what guests may see: a reader program carries no session.
    """
    reader = reader or Guest()
    page = topic_list(
        reader=reader, order=Order.NEW, category_id=category_id, size=ITEMS
    )
    items = _items(page)
    if page.category is None:
        return Feed("", "/", items, "lists")
    place = page.category
    return Feed(place.name, place.url, items, f"category:{place.id}")


def tag_topics_feed(*, slug: str) -> Feed:
    """The newest topics of a tag that guests may see: three queries. Raises NotVisible."""
    found = tag_page(reader=Guest(), slug=slug, order=Order.NEW, size=ITEMS)
    name = found.tag.name
    items = _items(found.topics)
    return Feed(f"#{name}", found.tag.get_absolute_url(), items, tag_version(name))


def _items(page: TopicList) -> tuple[FeedItem, ...]:
    openings = Post.objects.filter(
        topic__in=[topic.id for topic in page.topics], number=1, hidden_at=None
    )
    words = dict(openings.values_list("topic_id", "html"))
    return tuple(
        FeedItem(
            id=topic.id,
            title=topic.title,
            url=topic.url,
            author=topic.author.name,
            at=topic.started_at,
            html=words.get(topic.id, ""),
        )
        for topic in page.topics
    )


def posts_feed(*, topic_id: int) -> Feed:
    """The newest posts of a topic: two queries. Raises NotVisible."""
    topic: Topic = Topic.objects.get_visible(Guest(), pk=topic_id)
    if topic.merged_into_id:
        raise NotVisible("topic")
    newest = topic.posts.filter(number__gt=topic.last_number - ITEMS, hidden_at=None)
    items = tuple(
        FeedItem(
            id=post.pk,
            title=f"#{post.number}",
            url=post.get_absolute_url(),
            author=str(post.author),
            at=post.created_at,
            html=post.html,
        )
        for post in newest.select_related("author").order_by("-number")
    )
    return Feed(topic.title, topic.get_absolute_url(), items, f"topic:{topic.pk}")
