"""What goes before a text is posted: was it sent already, and is it too soon?"""

import hashlib
from datetime import timedelta

from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Post
from rostra.foundation.limits import TooSoon

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


def sent_already(author: User, token: str | None) -> Post | None:
    """The post that an earlier sending of the same form made."""
    if token is None:
        return None
    sent = Post.objects.filter(author=author, client_token=token)
    found = sent.values_list("pk", flat=True)[:1]
    return _with_topic(found[0]) if found else None


def said_already(author: User, topic_id: int, source: str) -> Post | None:
    """The author's last post in a topic, if it says just this and is new.

    A browser that goes back may show a newer copy of the form, with another token.
    """
    hour = timezone.now() - timedelta(hours=1)
    said = Post.objects.filter(author=author, topic=topic_id, created_at__gt=hour)
    last = said.order_by("-created_at").values_list("pk", "source")[:1]
    return _with_topic(last[0][0]) if last and last[0][1] == source else None


def _with_topic(post_id: int) -> Post:
    # Nearly nobody sends twice: what is asked each time asks for no more than it needs.
    return Post.objects.select_related("topic").get(pk=post_id)


def check_pace(author: User) -> None:
    """Raise TooSoon, with the wait, if this author has posted too much just now."""
    if author.is_moderator or author.is_house:
        return
    now = timezone.now()
    window = timedelta(minutes=1)
    recent = list(
        Post.objects.filter(author=author, created_at__gt=now - window)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[:POSTS_A_MINUTE]
    )
    if recent and recent[0] > now - timedelta(seconds=SECONDS_BETWEEN):
        raise TooSoon(SECONDS_BETWEEN - (now - recent[0]).total_seconds())
    if len(recent) == POSTS_A_MINUTE:
        raise TooSoon((window - (now - recent[-1])).total_seconds())
