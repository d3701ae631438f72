"""A new post takes the next number in its topic, and everything is counted once."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from rostra.accounts.models import User
from rostra.forum.models import Post, ReadMark, Topic
from rostra.forum.permissions import is_public
from rostra.forum.policies import TopicPolicy
from rostra.forum.scores import Period, start_of
from rostra.forum.services.attaching import tie_files
from rostra.forum.services.composing import Words, write_quotes
from rostra.forum.services.linking import write_links
from rostra.forum.services.telling_mentioned import note_mentions
from rostra.forum.tag_words import tag_version
from rostra.foundation import markup
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible


def lock_topic_row(reader: User, topic_id: int) -> Topic:
    """The topic, locked for writing; raises NotVisible."""
    # One writer at a time keeps numbers dense. NO KEY leaves foreign keys to
    # the topic free, so a reaction elsewhere in it does not wait for us.
    topics = Topic.objects.select_for_update(of=("self",), no_key=True)
    topic = next(iter(topics.select_related("category").filter(pk=topic_id)), None)
    # The policy asks in memory what `visible_to` would ask with a list of categories:
    # to put that query together took a third of a reply.
    if topic is None or not TopicPolicy(reader, topic).read():
        raise NotVisible("topic")
    return topic


def add_post(
    topic: Topic,
    author: User,
    words: Words,
    *,
    at: datetime,
    token: str | None,
    kind: str = "",
) -> Post:
    """Write a post as the last of its locked topic, with everything that counts it."""
    post = Post.objects.create(
        topic=topic,
        number=topic.last_number + 1,
        author=author,
        kind=kind,
        source=words.source,
        html=words.html,
        renderer=markup.RENDERER,
        created_at=at,
        client_token=token,
        hidden_at=at if words.is_held else None,
        hidden_reason=Post.HELD if words.is_held else "",
    )
    if words.cited:
        write_quotes(post, words.cited)
    if words.links:
        write_links(post, words.links)
    tie_files(post, words.files)
    if words.members:
        note_mentions(post, words.members)
    _record_activity(topic, post)
    raise_after_writing(topic, author.pk)
    return post


_TELL_TOPIC = """
UPDATE forum_topic SET last_number = %s, last_post_id = %s, last_posted_at = %s,
  last_author_id = %s, score = score + %s WHERE id = %s
"""
_TELL_CATEGORY = """
UPDATE forum_category SET post_count = post_count + 1, topic_count = topic_count + %s
WHERE id = %s
"""
_TELL_TAGS = "UPDATE forum_tagged SET last_posted_at = %s WHERE topic_id = %s"
_TELL_AUTHOR = "UPDATE accounts_user SET post_count = post_count + 1 WHERE id = %s"


def _record_activity(topic: Topic, post: Post) -> None:
    # By hand: to put these three together took a tenth of writing a reply.
    topic.last_number = post.number
    topic.last_post_id = post.pk
    topic.last_posted_at = post.created_at
    topic.last_author_id = author = post.author_id
    is_reply = post.number > 1
    at = connection.ops.adapt_datetimefield_value(post.created_at)
    with connection.cursor() as cursor:
        last = (post.number, post.pk, at, author, int(is_reply), topic.pk)
        cursor.execute(_TELL_TOPIC, last)
        cursor.execute(_TELL_CATEGORY, (int(not is_reply), topic.category_id))
        if topic.tag_names:
            cursor.execute(_TELL_TAGS, (at, topic.pk))
        # Everybody sees how much somebody has written: what they wrote where not
        # everybody may read is not in it.
        if is_public(topic.category_id):
            cursor.execute(_TELL_AUTHOR, (author,))
    if is_reply:
        add_score(topic, post.created_at)


_ADD_SCORE = """
INSERT INTO forum_topicscore (period, starts_on, topic_id, category_id, score)
VALUES (%s, %s, %s, %s, %s), (%s, %s, %s, %s, %s), (%s, %s, %s, %s, %s),
  (%s, %s, %s, %s, %s)
ON CONFLICT (topic_id, period, starts_on)
DO UPDATE SET score = forum_topicscore.score + excluded.score
"""


def add_score(topic: Topic, at: datetime, count: int = 1) -> None:
    """So many more replies or reactions in the day, week, month and year of `at`."""
    day: date = timezone.localdate(at)
    params: list[Any] = []
    for period in Period:
        start = start_of(period, day)
        params += [period.value, start, topic.pk, topic.category_id, count]
    with connection.cursor() as cursor:
        cursor.execute(_ADD_SCORE, params)


def mark_own(topic: Topic, author: User, number: int) -> None:
    """An author has read what they wrote, and what stood there before."""
    ReadMark.objects.bulk_create(
        [ReadMark(topic=topic, user=author, number=number)],
        update_conflicts=True,
        unique_fields=["user", "topic"],
        update_fields=["number"],
    )


def raise_after_writing(topic: Topic, *member_ids: int) -> None:
    """Pages that show this topic, or what these members wrote, are old after commit."""
    members = [f"member:{member_id}" for member_id in member_ids]
    tags = map(tag_version, topic.tag_names)
    raise_versions(
        f"topic:{topic.pk}", f"category:{topic.category_id}", "lists", *members, *tags
    )
