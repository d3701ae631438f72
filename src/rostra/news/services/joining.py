"""Make one topic of what several outlets tell, and take that back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic
from rostra.forum.permissions import is_public
from rostra.forum.services.adding import drop_addition, note_addition
from rostra.forum.services.moving import lock_topics, part_again, pour_together
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.services.tagging import tag_topic
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import addresses_as_digests
from rostra.news.models import Feed, FeedEntry, Outlet, Print, Story
from rostra.news.models.joining import KEY
from rostra.news.policies import StoryPolicy
from rostra.news.reading import EntryRead
from rostra.news.resembling import likeness
from rostra.news.selectors.resembling import Resembling
from rostra.news.services.deciding import entry_to_show, lock_entry
from rostra.news.services.printing import hand_prints, print_story, words_of_story
from rostra.news.services.starting_links import part_addresses

State = FeedEntry.State
SURE_NUMBERS = 80
"""Per cent of the numbers that must be the same for two to be joined by themselves."""


def is_sure(feed: Feed, found: Resembling) -> bool:
    """Whether a feed wants this joined without anybody looking. What is not public is
    never joined so to what is elsewhere, nor what names other numbers."""
    return (
        feed.joins == Feed.Joins.ONCE
        and found.likeness.text >= feed.joins_from
        and found.likeness.numbers >= SURE_NUMBERS
        and feed.category_id in (found.story.topic.category_id, _if_public(feed))
    )


def _if_public(feed: Feed) -> int | None:
    return feed.category_id if is_public(feed.category_id) else None


@transaction.atomic
def join_entry(
    *, editor: User, entry_id: int, now: datetime | None = None
) -> FeedEntry:
    """Make an entry that waits a further outlet of the story that it tells again.

    One that no more waits stays as it is. Raises NotVisible, PermissionDenied with a
    reason, and ValidationError if the story is gone or the entry may not be shown yet.
    """
    row = lock_entry(editor, entry_id)
    if row.state not in (State.HELD, State.REFUSED):
        return row
    now = now or timezone.now()
    entry = entry_to_show(row, now)
    story = row.resembles
    gone = ValidationError(_("The story that it resembles is no longer here."))
    if story is None or not _is_seen(editor, story):
        raise gone
    StoryPolicy(editor).publish(story.topic.category_id).or_raise()
    if join_row(row, entry, story, by=editor, now=now) is None:
        raise gone
    row.save()
    return row


def join_row(
    row: FeedEntry, entry: EntryRead, story: Story, *, by: User | None, now: datetime
) -> Outlet | None:
    """Make a locked entry an outlet of a story, unless that was withdrawn or joined to
    another just now; the caller saves the entry."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=story.topic_id)
    still = Story.objects.filter(pk=story.pk).exclude(status=Story.Status.WITHDRAWN)
    if topic.merged_into_id or not still.exists():
        return None
    outlet = Outlet.objects.create(
        story=story,
        feed=row.feed,
        entry=row,
        name=row.feed.title,
        like_title=row.like_title,
        like_text=row.like_text,
        joined_at=now,
        joined_by=by,
        **told_by_outlet(entry),
    )
    row.state, row.reason, row.due_at, row.resembles = State.JOINED, "", None, None
    hand_prints(row, story)
    raise_after_writing(topic)
    return outlet


def told_by_outlet(entry: EntryRead) -> dict[str, str | datetime | None]:
    """What the list of outlets says of an entry, as columns."""
    return {
        "headline": entry.headline[:255],
        "address": entry.address,
        "agency": entry.agency[:120],
        "published_at": entry.published_at,
    }


@transaction.atomic
def join_stories(
    *, editor: User, topic_id: int, other_id: int, now: datetime | None = None
) -> Story:
    """Make one topic of two that tell the same story; gives the one that stays, which is
    the older. The other's comments come along, and its address leads there for good.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError if the two
    are one, or one of them is no story or withdrawn.
    """
    if topic_id == other_id:
        raise _one_topic()
    topics = lock_topics(editor, topic_id, other_id)
    stays, goes = stories_to_join(editor, topics)

    source, target = (
        next(t for t in topics if t.pk == s.topic_id) for s in (goes, stays)
    )
    like = likeness(words_of_story(goes), words_of_story(stays))
    entry = goes.entries.select_related("feed").order_by("pk").first()
    Outlet.objects.create(
        story=stays,
        feed=entry.feed if entry else None,
        entry=entry,
        merged=goes,
        posts=list(source.posts.order_by("number").values_list("pk", flat=True)),
        tags=source.tag_names,
        outlets=list(goes.outlets.order_by("pk").values_list("pk", flat=True)),
        name=entry.feed.title if entry else goes.agency or source.author.name,
        headline=goes.headline,
        address=goes.original_url,
        agency=goes.agency,
        published_at=goes.published_at,
        like_title=like.title,
        like_text=like.text,
        joined_at=now or timezone.now(),
        joined_by=editor,
    )
    Outlet.objects.filter(story=goes).update(story=stays)
    Print.objects.filter(story=goes).update(story=stays)
    pour_together(source, target)
    note_addition(target, KEY)
    return stays


def stories_to_join(editor: User, topics: list[Topic]) -> tuple[Story, Story]:
    """The stories of two topics that an editor sees: the one that stays, and the one that
    goes. Raises PermissionDenied with a reason, and ValidationError if they are not to be
    joined."""
    if len(topics) < 2:
        raise _one_topic()
    for topic in topics:
        StoryPolicy(editor).publish(topic.category_id).or_raise()
    stories = list(Story.objects.filter(topic__in=topics).select_related("topic"))
    if len(stories) != len(topics) or any(t.merged_into_id for t in topics):
        raise ValidationError(_("Both must be topics of stories."))
    if any(story.status == Story.Status.WITHDRAWN for story in stories):
        raise ValidationError(_("One of them has been withdrawn."))
    return _in_order(stories)


def _one_topic() -> ValidationError:
    return ValidationError(_("Choose two different topics."))


@transaction.atomic
def unjoin(*, editor: User, outlet_id: int, now: datetime | None = None) -> None:
    """Take a joining back: the entry waits again, or the topic is one of its own again,
    with the comments and the outlets that came with it. One that is taken back already is no error.

    Raises NotVisible.
    """
    rows = Outlet.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("entry", "merged", "story__topic")
    outlet = rows.filter(pk=outlet_id).first()
    if outlet is None:
        return
    if not StoryPolicy(editor).publish(outlet.story.topic.category_id):
        raise NotVisible("outlet")
    if outlet.merged is not None:
        _part(editor, outlet, outlet.merged, now or timezone.now())
    elif outlet.entry is not None:
        _wait_again(outlet.entry)
    outlet.delete()
    raise_after_writing(outlet.story.topic)


def _forget_joined(outlet: Outlet, topic: Topic) -> None:
    """No post of a topic is another story's any more, unless there are further ones."""
    others = Outlet.objects.filter(story=outlet.story_id, merged__isnull=False)
    if not others.exclude(pk=outlet.pk).exists():
        drop_addition(topic, KEY)


def _part(editor: User, outlet: Outlet, story: Story, now: datetime) -> None:
    into = Topic.objects.get(pk=story.topic_id).merged_into_id
    if into is None:
        return
    source, target = _both(editor, story.topic_id, into)
    part_again(source, target, outlet.posts)
    _forget_joined(outlet, target)
    drop_addition(source, KEY)
    tag_topic(source, outlet.tags)
    part_addresses(source, target, addresses_as_digests((story.original_url,)))
    back = Outlet.objects.filter(pk__in=outlet.outlets, story=outlet.story_id)
    told = Q(entry__story=story) | Q(entry__outlet__in=list(back))
    Print.objects.filter(told).update(story=story)
    back.update(story=story)
    print_story(story, now)


def _both(editor: User, topic_id: int, into_id: int) -> tuple[Topic, Topic]:
    topics = {topic.pk: topic for topic in lock_topics(editor, topic_id, into_id)}
    return topics[topic_id], topics[into_id]


def _wait_again(row: FeedEntry) -> None:
    if row.state != State.JOINED:  # Its publisher took it back meanwhile.
        return
    row.state = State.HELD if row.told else State.DROPPED
    row.save(update_fields=["state"])
    hand_prints(row, None)


def _in_order(stories: list[Story]) -> tuple[Story, Story]:
    """The story that stays and the one that goes: the first post of all stays the first."""
    posts = Post.objects.filter(topic__in=[story.topic_id for story in stories])
    first = posts.order_by("created_at", "pk").first()
    stays, goes = sorted(
        stories, key=lambda story: first is None or story.topic_id != first.topic_id
    )
    if first is None or first.number != 1:
        raise ValidationError(_("A comment is older than both stories."))
    return stays, goes


def _is_seen(editor: User, story: Story) -> bool:
    if story.status == Story.Status.WITHDRAWN:
        return False
    return Topic.objects.visible_to(editor).filter(pk=story.topic_id).exists()
