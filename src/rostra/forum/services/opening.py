"""Put another post before the opening one of a topic, and take it out again."""

from datetime import timedelta

from django.db.models import F

from rostra.accounts.models import User
from rostra.forum.models import Category, Post, ReadMark, Topic
from rostra.forum.services.composing import compose
from rostra.forum.services.numbering import add_post, raise_after_writing
from rostra.forum.services.starting import topic_slug
from rostra.forum.signals import post_created, topic_moderated
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions

_FAR = 2_000_000_000
"""Numbers that no post has: (topic, number) is unique at every moment."""
_BEFORE = timedelta(milliseconds=1)
"""Merging puts posts in the order of their times, and this one stays the first."""


def put_before(topic: Topic, author: User, source: str) -> Post:
    """A new opening post of a locked topic, for callers that have asked whether they may.

    All others move on by one, read marks with them; who posted last, and when, stays.
    """
    last = (topic.last_post_id, topic.last_posted_at, topic.last_author_id)
    at = topic.posts.get(number=1).created_at - _BEFORE
    post = add_post(topic, author, compose(author, source), at=at, token=None)
    topic.posts.exclude(pk=post.pk).update(number=F("number") + 1 + _FAR)
    topic.posts.filter(pk=post.pk).update(number=1)
    topic.posts.exclude(pk=post.pk).update(number=F("number") - _FAR)
    post.number = 1
    topic.last_post_id, topic.last_posted_at, topic.last_author_id = last
    topic.save(update_fields=["last_post_id", "last_posted_at", "last_author_id"])
    topic.tagged.update(last_posted_at=topic.last_posted_at)
    ReadMark.objects.filter(topic=topic).update(number=F("number") + 1)
    announce(post_created, post)
    return post


def take_opening_out(topic: Topic, title: str) -> Topic:
    """Make the opening post of a locked topic that has others a topic of its own, in the
    same place; gives the new one. Callers have asked whether they may."""
    post = topic.posts.get(number=1)
    new = Topic.objects.create(
        category=topic.category,
        author_id=post.author_id,
        title=title,
        slug=topic_slug(title),
        language=topic.language,
        started_at=post.created_at,
        last_posted_at=post.created_at,
        last_author_id=post.author_id,
        last_number=1,
        last_post_id=post.pk,
        has_poll=post.has_poll,
        additions=topic.additions,
    )
    Post.objects.filter(pk=post.pk).update(topic=new)
    topic.posts.update(number=F("number") - 1 + _FAR)
    topic.posts.update(number=F("number") - _FAR)
    topic.last_number -= 1
    last = topic.posts.get(number=topic.last_number)
    topic.last_post_id, topic.last_author_id = last.pk, last.author_id
    topic.last_posted_at = last.created_at
    topic.has_poll = topic.posts.filter(has_poll=True).exists()
    topic.save()
    topic.tagged.update(last_posted_at=last.created_at)
    ReadMark.objects.filter(topic=topic, number__lte=1).delete()
    ReadMark.objects.filter(topic=topic).update(number=F("number") - 1)
    Category.objects.filter(pk=topic.category_id).update(
        topic_count=F("topic_count") + 1
    )
    for one in (topic, new):
        announce(topic_moderated, one)
        raise_after_writing(one)
    raise_versions("moves")
    return new
