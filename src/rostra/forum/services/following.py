"""Follow a topic, or stop."""

from django.db import transaction

from rostra.accounts.models import User
from rostra.forum.models import Follow, Topic
from rostra.forum.policies import TopicPolicy


@transaction.atomic
def follow_topic(*, user: User, topic_id: int) -> None:
    """Hear of new posts in a topic; doing it twice is doing it once.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    topic = Topic.objects.select_related("category").get_visible(user, pk=topic_id)
    TopicPolicy(user, topic).follow().or_raise()
    Follow.objects.get_or_create(user=user, topic=topic)


def unfollow_topic(*, user: User, topic_id: int) -> None:
    """No longer hear of a topic, whether it can still be seen or not."""
    Follow.objects.filter(user=user, topic=topic_id).delete()
