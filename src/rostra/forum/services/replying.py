"""Write a reply to a topic."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Draft, Post
from rostra.forum.policies import TopicPolicy
from rostra.forum.services.composing import compose
from rostra.forum.services.numbering import add_post, lock_topic_row, mark_own
from rostra.forum.services.ruled_links import with_link_rules
from rostra.forum.services.sending import earlier_posts, post_again, token_of
from rostra.forum.signals import post_created
from rostra.foundation.announce import announce


def post_reply(
    *,
    author: User,
    topic_id: int,
    source: str,
    client_token: str = "",
    kind: str = "",
    at: datetime | None = None,
) -> Post:
    """Add a reply to a topic, as its author; sending the same form twice adds one.

    `at` back-dates it, for trusted callers only, and switches the pace limit off.
    Raises NotVisible if the author cannot see the topic; PermissionDenied, with a
    reason, if they may not reply; ValidationError if the text is over a limit,
    or links to what the owner refuses; TooSoon, with the wait, if they post too fast.
    """
    words = with_link_rules(author, compose(author, source, topic_id=topic_id))
    token = token_of(client_token, source)
    with transaction.atomic():
        topic = lock_topic_row(author, topic_id)
        TopicPolicy(author, topic).reply().or_raise()
        earlier = earlier_posts(author, token, source)
        if sent := earlier.sent or (at is None and earlier.said_in(topic.pk)):
            return post_again(sent)
        if at is None:
            earlier.check_pace(author)
        if kind == Post.Kind.OFFICIAL:
            TopicPolicy(author, topic).moderate().or_raise()

        post = add_post(
            topic, author, words, at=at or timezone.now(), token=token, kind=kind
        )
        mark_own(topic, author, post.number)
        Draft.objects.filter(owner=author, place=f"topic:{topic.pk}").delete()
        announce(post_created, post)
    return post
