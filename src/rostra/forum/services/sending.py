"""What goes before a text is posted: was it sent already, and is it too soon?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from django.db import connection
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Post
from rostra.foundation.limits import TooSoon
from rostra.foundation.raw import fetch, moment

POSTS_A_MINUTE = 6
SECONDS_BETWEEN = 5


def token_of(client_token: str, source: str) -> str | None:
    """What makes a second sending of the same form the same post.

    The text is part of it: somebody who goes back in the browser, and writes
    something else in the same form, means another post.
    """
    if not client_token:
        return None
    return hashlib.sha256(f"{client_token}\n{source}".encode()).hexdigest()


# Sixty of the newest: nobody whom the pace is for gets further back in a minute.
_EARLIER = """
SELECT id, 0 AS topic_id, created_at, 1 AS is_sent FROM forum_post
WHERE author_id = %s AND client_token = %s
UNION ALL
SELECT id, topic_id, created_at, CASE WHEN source = %s THEN 2 ELSE 0 END
FROM (
  SELECT id, topic_id, created_at, source FROM forum_post
  WHERE author_id = %s AND created_at > %s
  ORDER BY created_at DESC LIMIT 60
) AS recent
"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an author has posted before: by the same form, and in the last hour."""

    sent: int | None
    """The post that an earlier sending of the same form made."""
    recent: Sequence[tuple[int, int, datetime, bool]]
    """Post, topic, time, and whether it says just the same; the newest first."""

    def said_in(self, topic_id: int) -> int | None:
        """The author's last post in a topic, if it says just this.

        A browser that goes back may show a newer copy of the form, with another token.
        """
        for post, topic, _at, is_same in self.recent:
            if topic == topic_id:
                return post if is_same else None
        return None

    def check_pace(self, author: User) -> None:
        """Raise TooSoon, with the wait, if this author has posted too much just now."""
        if author.is_moderator or author.is_house or not self.recent:
            return
        now = timezone.now()
        window = timedelta(minutes=1)
        since = [now - at for _post, _topic, at, _same in self.recent]
        if since[0] < timedelta(seconds=SECONDS_BETWEEN):
            raise TooSoon(SECONDS_BETWEEN - since[0].total_seconds())
        if len(since) >= POSTS_A_MINUTE and since[POSTS_A_MINUTE - 1] < window:
            raise TooSoon((window - since[POSTS_A_MINUTE - 1]).total_seconds())


def earlier_posts(author: User, token: str | None, source: str) -> Earlier:
    """What has to be known before an author posts this text, in one query.

    In the manager's way these are three, which took an eighth of writing a reply.
    """
    hour = timezone.now() - timedelta(hours=1)
    since = connection.ops.adapt_datetimefield_value(hour)
    rows = fetch(_EARLIER, (author.pk, token, source, author.pk, since))
    sent = next((post for post, _topic, _at, kind in rows if kind == 1), None)
    recent = [(p, topic, moment(at), kind == 2) for p, topic, at, kind in rows if topic]
    recent.sort(key=itemgetter(2), reverse=True)
    return Earlier(sent, recent)


def post_again(post_id: int) -> Post:
    """The post in answer to a second sending."""
    return Post.objects.select_related("topic").get(pk=post_id)
