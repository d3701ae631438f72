"""Where a post stands now, however its topic was moved, merged or split."""

from rostra.accounts.models import Reader
from rostra.accounts.preferences import page_size
from rostra.forum.models import Post, Topic
from rostra.foundation.visibility import NotVisible


def post_url(*, reader: Reader, post_id: int) -> str:
    """The page and anchor of a post: one query. Raises NotVisible."""
    posts = Post.objects.visible_to(reader).select_related("topic")
    post = posts.filter(pk=post_id).first()
    if post is None:
        raise NotVisible("post")
    return post.topic.url_of(post.number, post.pk, page_size(reader))


def numbered_url(*, reader: Reader, topic_id: int, number: int) -> str:
    """The page and anchor of a topic's post by its number, or of its last: two queries.

    Raises NotVisible if the topic cannot be seen.
    """
    topic: Topic = Topic.objects.get_visible(reader, pk=topic_id)
    number = max(1, min(number, topic.last_number))
    post = topic.posts.filter(number=number).values_list("pk", flat=True).first()
    if post is None:
        return topic.get_absolute_url()
    return topic.url_of(number, post, page_size(reader))
