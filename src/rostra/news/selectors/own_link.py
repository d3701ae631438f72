"""The page that a topic was started from, as its author changes it."""

from dataclasses import dataclass

from rostra.accounts.models import Reader
from rostra.forum.models import Topic
from rostra.foundation.visibility import NotVisible
from rostra.news.models import LinkTopic
from rostra.news.policies import LinkPolicy
from rostra.news.services.starting_links import opening_of


@dataclass(frozen=True, slots=True)
class OwnLink:
    """What was confirmed of a page, with all that its form shows."""

    topic_id: int
    title: str
    url: str
    address: str
    image: str
    values: dict[str, str]


def own_link(*, editor: Reader, topic_id: int) -> OwnLink:
    """The page of a topic for somebody who may change it: at most five queries. Raises
    NotVisible, and PermissionDenied with a reason."""
    topics = Topic.objects.select_related("category")
    topic = topics.get_visible(editor, pk=topic_id)
    row = LinkTopic.objects.filter(topic=topic).first()
    opening = opening_of(row) if row else None
    if row is None or opening is None or topic.is_story:
        raise NotVisible("link")
    LinkPolicy(editor).change(opening, topic).or_raise()
    on = row.published_on.isoformat() if row.published_on else ""
    return OwnLink(
        topic_id=topic.pk,
        title=topic.title,
        url=topic.get_absolute_url(),
        address=row.address,
        image=row.image,
        values={"title": row.title, "outlet": row.outlet, "published_on": on},
    )
