"""Remember how far members have read."""

from collections.abc import Mapping

from django.db import connection, transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Topic

_RAISE_MARKS = """
INSERT INTO forum_readmark (user_id, topic_id, number) VALUES {values}
ON CONFLICT (user_id, topic_id) DO UPDATE SET number = excluded.number
WHERE forum_readmark.number < excluded.number
"""


def mark_read(*, user: User, topic_id: int, number: int) -> None:
    """The user has read a topic up to this number; never moves a mark back.

    Raises NotVisible if they cannot see the topic.
    """
    topic = Topic.objects.get_visible(user, pk=topic_id)
    write_marks({(user.pk, topic_id): min(number, topic.last_number)})


def mark_all_read(*, user: User) -> None:
    """Everything posted until now counts as read by this user."""
    user.read_before = timezone.now()
    user.save(update_fields=["read_before"])


@transaction.atomic
def write_marks(marks: Mapping[tuple[int, int], int]) -> None:
    """Write many read marks, {(user id, topic id): number}, none of them backwards.

    Marks of users or topics that are gone meanwhile are left out.
    """
    users = User.objects.in_bulk({user for user, _ in marks})
    topics = Topic.objects.in_bulk({topic for _, topic in marks})
    # In primary-key order, so that two processes writing at once never deadlock.
    rows = [
        (user, topic, number)
        for (user, topic), number in sorted(marks.items())
        if user in users and topic in topics
    ]
    for start in range(0, len(rows), 200):
        batch = rows[start : start + 200]
        sql = _RAISE_MARKS.format(values=", ".join(["(%s, %s, %s)"] * len(batch)))
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in batch for value in row])
