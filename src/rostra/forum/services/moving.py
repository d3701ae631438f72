"""Move, merge and split topics; the permanent address of every post goes on working."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import (
    Category,
    Draft,
    Follow,
    Post,
    ReadMark,
    Topic,
    TopicScore,
)
from rostra.forum.permissions import is_public
from rostra.forum.policies import TopicPolicy
from rostra.forum.services.adding import together
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.services.starting import check_title, topic_slug
from rostra.forum.signals import topic_moderated
from rostra.foundation.announce import announce
from rostra.foundation.versions import raise_versions


@transaction.atomic
def move_topic(*, moderator: User, topic_id: int, category_id: int) -> Topic:
    """Put a topic into another category."""
    (topic,) = lock_topics(moderator, topic_id)
    TopicPolicy(moderator, topic).moderate().or_raise()
    category = Category.objects.get_visible(moderator, pk=category_id)

    raise_after_writing(topic)
    _count(topic.category_id, topics=-1, posts=-topic.last_number)
    _count_authors(topic, category)
    topic.category = category
    topic.save(update_fields=["category"])
    TopicScore.objects.filter(topic=topic).update(category=category)
    _count(category.pk, topics=1, posts=topic.last_number)
    _tell(topic)
    return topic


@transaction.atomic
def merge_topics(*, moderator: User, topic_id: int, into_id: int) -> Topic:
    """Put all posts of one topic among those of another, by time; gives the latter.

    The emptied topic stays as a signpost. Read marks become as far as was read in
    both. Raises ValidationError if the two are one.
    """
    if topic_id == into_id:
        raise ValidationError(_("Choose two different topics."))
    topics = {t.pk: t for t in lock_topics(moderator, topic_id, into_id)}
    source, target = topics[topic_id], topics[into_id]
    TopicPolicy(moderator, target).moderate().or_raise()

    pour_together(source, target)
    return target


def pour_together(source: Topic, target: Topic) -> None:
    """Put the posts of one locked topic among those of another, for callers that have
    asked whether they may."""
    marks = _read_ids(source, target)
    posts = Post.objects.filter(topic__in=(source, target))
    order = list(posts.order_by("created_at", "pk").values_list("pk", flat=True))
    raise_after_writing(source)
    _count_authors(source, target.category)
    _count(source.category_id, topics=-1, posts=-source.last_number)
    _count(target.category_id, topics=0, posts=source.last_number)
    target.additions = together(source.additions, target.additions)
    _renumber(target, order)
    _follow_along(source, target)
    TopicScore.objects.filter(topic=source).delete()
    _empty(source, target)
    _write_marks(target, order, marks)
    _tell(target)


def part_again(source: Topic, target: Topic, post_ids: Iterable[int]) -> None:
    """Give an emptied topic the posts back that it brought into another; both locked, and
    callers have asked. What was moved on since then stays where it is."""
    wanted = set(post_ids)
    every = list(target.posts.order_by("number").values_list("pk", flat=True))
    taken = [pk for pk in every if pk in wanted]
    left = [pk for pk in every if pk not in wanted]
    if not taken or not left:
        return
    marks = _read_ids(target)
    source.merged_into, source.additions = None, target.additions
    _renumber(source, taken)
    _renumber(target, left)
    _count(source.category_id, topics=1, posts=len(taken))
    _count(target.category_id, topics=0, posts=-len(taken))
    _count_to_authors(source, _gained(target.category_id, source.category_id))
    _write_marks(target, left, marks)
    _write_marks(source, taken, marks)
    _tell(source)
    _tell(target)


@transaction.atomic
def split_topic(
    *, moderator: User, topic_id: int, post_ids: Iterable[int], title: str
) -> Topic:
    """Make a new topic of some replies of another; gives the new one.

    Raises ValidationError if none of the posts is a reply of that topic.
    """
    title = check_title(title)
    (topic,) = lock_topics(moderator, topic_id)
    TopicPolicy(moderator, topic).moderate().or_raise()
    every = list(topic.posts.order_by("number").values_list("pk", flat=True))
    wanted = set(post_ids)
    taken = [pk for pk in every[1:] if pk in wanted]
    if not taken:
        raise ValidationError(_("Choose at least one reply of this topic."))

    marks = _read_ids(topic)
    left = [pk for pk in every if pk not in set(taken)]
    new = _topic_from(topic, Post.objects.get(pk=taken[0]), title)
    _renumber(new, taken)
    _renumber(topic, left)
    _count(topic.category_id, topics=1, posts=0)
    _write_marks(topic, left, marks)
    _write_marks(new, taken, marks)
    _tell(topic)
    _tell(new)
    return new


def lock_topics(moderator: User, *topic_ids: int) -> list[Topic]:
    """Topics that this member may see, locked, by their ids. Raises NotVisible."""
    # In primary-key order, so that two moderators never wait for each other.
    rows = Topic.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("category").order_by("pk")
    return [rows.get_visible(moderator, pk=pk) for pk in sorted(topic_ids)]


def _renumber(topic: Topic, order: list[int]) -> None:
    """Give the posts the numbers 1, 2, 3 … in this topic, and count it again."""
    # (topic, number) is unique at every moment, so go through a range nobody uses.
    for offset in (2_000_000_000, 0):
        for place, post_id in enumerate(order, start=1):
            Post.objects.filter(pk=post_id).update(topic=topic, number=offset + place)
    last = Post.objects.get(pk=order[-1])
    topic.last_number = len(order)
    topic.last_post_id = last.pk
    topic.last_posted_at = last.created_at
    topic.last_author_id = last.author_id
    topic.has_poll = topic.posts.filter(has_poll=True).exists()
    topic.save()
    topic.tagged.update(last_posted_at=last.created_at)


def _read_ids(*topics: Topic) -> dict[int, set[int]]:
    """For each user with a mark in one of these topics, the ids of posts they read."""
    read: dict[int, set[int]] = {}
    for topic in topics:
        ids = list(topic.posts.order_by("number").values_list("pk", flat=True))
        for mark in ReadMark.objects.filter(topic=topic):
            read.setdefault(mark.user_id, set()).update(ids[: mark.number])
    return read


def _write_marks(topic: Topic, order: list[int], read: dict[int, set[int]]) -> None:
    """Set each mark before the first post its user has not read."""
    ReadMark.objects.filter(topic=topic).delete()
    marks = []
    for user_id, ids in read.items():
        unread = (place for place, pk in enumerate(order) if pk not in ids)
        number = next(unread, len(order))
        if number:
            marks.append(ReadMark(topic=topic, user_id=user_id, number=number))
    ReadMark.objects.bulk_create(marks)


def _follow_along(source: Topic, target: Topic) -> None:
    followers = Follow.objects.filter(topic=source).values_list("user_id", flat=True)
    Follow.objects.bulk_create(
        [Follow(topic=target, user_id=user_id) for user_id in followers],
        ignore_conflicts=True,
    )
    Follow.objects.filter(topic=source).delete()
    for draft in Draft.objects.filter(place=f"topic:{source.pk}"):
        place = f"topic:{target.pk}"
        same = Draft.objects.filter(
            owner=draft.owner, guest_key=draft.guest_key, place=place
        ).first()
        if same:
            same.source = f"{same.source}\n\n{draft.source}"
            same.save(update_fields=["source"])
        else:
            Draft.objects.filter(pk=draft.pk).update(place=place)


def _empty(source: Topic, target: Topic) -> None:
    ReadMark.objects.filter(topic=source).delete()
    Topic.objects.filter(merged_into=source).update(merged_into=target)
    source.merged_into = target
    source.last_number, source.last_post_id, source.score = 0, None, 0
    source.pinned_at, source.has_poll, source.additions = None, False, None
    source.tag_names = []
    source.save()
    source.tagged.all().delete()
    Topic.objects.filter(pk=target.pk).update(views=F("views") + source.views)


def _topic_from(topic: Topic, opening: Post, title: str) -> Topic:
    return Topic.objects.create(
        category=topic.category,
        author_id=opening.author_id,
        title=title,
        slug=topic_slug(title),
        started_at=opening.created_at,
        last_posted_at=opening.created_at,
        last_author_id=opening.author_id,
        # Which posts took something along is not asked: one query too many at most.
        additions=topic.additions,
    )


def _count(category_id: int, *, topics: int, posts: int) -> None:
    Category.objects.filter(pk=category_id).update(
        topic_count=F("topic_count") + topics, post_count=F("post_count") + posts
    )


def _count_authors(topic: Topic, category: Category) -> None:
    """Count a topic's posts to their authors, or no longer, as it changes its place."""
    _count_to_authors(topic, _gained(topic.category_id, category.pk))


def _gained(left_id: int, come_to_id: int) -> int:
    """1 if posts count where they come to and did not where they were, -1 the other way."""
    return is_public(come_to_id) - is_public(left_id)


def _count_to_authors(topic: Topic, sign: int) -> None:
    if sign == 0:
        return
    # In primary-key order, as everything that locks many rows.
    authors = topic.posts.values("author_id").annotate(n=Count("pk"))
    for author_id, n in authors.order_by("author_id").values_list("author_id", "n"):
        User.objects.filter(pk=author_id).update(post_count=F("post_count") + sign * n)


def _tell(topic: Topic) -> None:
    announce(topic_moderated, topic)
    raise_after_writing(topic)
    raise_versions("moves")
