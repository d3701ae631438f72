"""Post an entry as a story of its own, or hold it; it may tell what is here already."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.forum.permissions import is_public
from rostra.forum.publishers import is_to_be_held
from rostra.foundation.visibility import NotVisible
from rostra.news.headlines import SAME_HEADLINE
from rostra.news.kept_entries import address_digests, entry_of
from rostra.news.languages import language_tag
from rostra.news.models import Feed, FeedEntry, LinkTopic, Story
from rostra.news.reading import EntryRead
from rostra.news.reading.rights import may_be_shown
from rostra.news.resembling import Words, likeness, words_of
from rostra.news.selectors.resembling import (
    Resembling,
    stories_resembling,
    waiting_entries_resembling,
)
from rostra.news.services.heads import free_topic, note_heading
from rostra.news.services.in_turn import take_turn
from rostra.news.services.joining import is_sure, join_row
from rostra.news.services.parts import parts_of
from rostra.news.services.printing import (
    print_entry,
    words_of_entry,
    words_of_story,
)
from rostra.news.services.publishing import publish_story
from rostra.news.services.shaping import due_after, reason_against, shaped
from rostra.news.services.starting_links import topic_about

State = FeedEntry.State
_log = logging.getLogger(__name__)

AGAIN = timedelta(hours=1)
"""When an entry is tried again that could not be published."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where an editor wants a story, and with which tags, instead of where its feed does."""

    category_id: int
    tags: tuple[str, ...]


def place_entry(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> None:
    """Decide by its feed's rules what becomes of a wanted entry, and save it: it is held,
    waits for its time, is joined to the story that it tells again, or is posted."""
    words = words_of_entry(entry)
    found = note_likeness(feed, row, words, now)
    row.due_at = row.approved_at = None
    if is_for_an_editor(feed, entry):
        row.state = State.HELD
    elif due := due_after(feed, entry, now):
        row.state, row.due_at = State.WAITING, due
    elif found is None and row.about is None:
        publish_row(feed, row, entry, now)
        return
    elif found is None:
        if _is_sure_about(row, entry) and _head_at_once(row, entry, now):
            return
        row.state = State.HELD
    elif not is_sure(feed, found) or not join_row(
        row, entry, found.story, by=None, now=now
    ):
        row.state = State.HELD
    row.save()
    told = found.story.pk if found and row.state == State.JOINED else None
    print_entry(row, words, told, now)


def is_for_an_editor(feed: Feed, entry: EntryRead) -> bool:
    """Whether nothing of an entry is shown before an editor has looked: its feed or the
    owner's rule for its publisher says so, or its own terms of use, which are read then."""
    is_held = feed.arrival == Feed.Arrival.HOLD or is_to_be_held(entry.address)
    return is_held or not may_be_shown(entry.terms)


def note_likeness(
    feed: Feed, row: FeedEntry, words: Words, now: datetime
) -> Resembling | None:
    """Note on an entry which story it tells again, and which topic a member started from
    its page, as far as its feed wants to know."""
    found = row.about = None
    if feed.joins != Feed.Joins.NEVER:
        alike = stories_resembling(reader=feed.house, words=words, now=now)
        found = alike[0] if alike else _at_its_address(feed, row, words)
    row.resembles = found.story if found else None
    row.like_title = found.likeness.title if found else 0
    row.like_text = found.likeness.text if found else 0
    row.like_numbers = found.likeness.numbers if found else 0
    return found


def _at_its_address(feed: Feed, row: FeedEntry, words: Words) -> Resembling | None:
    """The story that was found at one of this entry's addresses, under a headline like
    its own: all items of some feeds lead to one page. A topic there that has no story is
    what the entry is about."""
    entry = entry_of(row.told)
    there = topic_about(reader=feed.house, digests=address_digests(entry))
    if there and there.merged_into_id:
        seen = Topic.objects.visible_to(feed.house)
        there = seen.filter(pk=there.merged_into_id).first()
    story = Story.objects.filter(topic=there).first() if there else None
    if story is None:
        row.about = there
        return None
    if story.status == Story.Status.WITHDRAWN:
        return None
    alike = likeness(words, words_of_story(story))
    return Resembling(story, alike) if alike.title >= SAME_HEADLINE else None


def publish_row(
    feed: Feed,
    row: FeedEntry,
    entry: EntryRead,
    now: datetime,
    chosen: Chosen | None = None,
) -> None:
    """Post a locked entry's story, or note why the forum did not take it; saves the row."""
    words = words_of_entry(entry)
    try:
        with transaction.atomic():
            row.story = _publish(feed, entry, now, chosen=chosen)
    except NotVisible:
        row.state = State.REFUSED
        row.reason = _("The house account may not see the category of this feed.")
    except (PermissionDenied, ValidationError) as error:
        row.state = State.REFUSED
        said = error.messages if isinstance(error, ValidationError) else [str(error)]
        row.reason = " ".join(said)[:300]
    else:
        _note_published(row)
        _tell_waiting(row.story, words, now)
    row.save()
    print_entry(row, words, row.story_id, now)


def head_row(
    row: FeedEntry, entry: EntryRead, *, by: User | None, now: datetime
) -> bool:
    """Put a locked entry's story at the head of the topic that is about its page, unless
    that was merged or got a story just now; whether it was. Saves the row."""
    there, opening = free_topic(row.about_id)
    if there is None:
        return False
    row.story = _publish(row.feed, entry, now, into=there)
    note_heading(row.story, opening, by=by, at=now)
    words = words_of_entry(entry)
    _note_published(row)
    _tell_waiting(row.story, words, now)
    row.save()
    print_entry(row, words, row.story_id, now)
    return True


def _is_sure_about(row: FeedEntry, entry: EntryRead) -> bool:
    """Whether its feed wants an entry at the head of the topic that a member started from
    its page without anybody looking: only under a headline like that page's, where all
    may read or in the feed's own category, and not where a moderator ended the talk."""
    topic, feed = row.about, row.feed
    link = LinkTopic.objects.filter(topic=topic).first()
    if topic is None or link is None or topic.locked_at:
        return False
    of_page = likeness(words_of(link.title, ""), words_of(entry.headline, ""))
    is_in_place = feed.category_id == topic.category_id or is_public(feed.category_id)
    is_wanted = feed.joins == Feed.Joins.ONCE
    return is_wanted and is_in_place and of_page.title >= SAME_HEADLINE


def _head_at_once(row: FeedEntry, entry: EntryRead, now: datetime) -> bool:
    try:
        with transaction.atomic():
            return head_row(row, entry, by=None, now=now)
    except (NotVisible, PermissionDenied, ValidationError):
        return False  # An editor is told why when they try.


def _note_published(row: FeedEntry) -> None:
    row.state, row.reason, row.due_at = State.PUBLISHED, "", None
    row.resembles = row.about = None


def publish_waiting(now: datetime | None = None) -> int:
    """Publish entries whose embargo or quiet hours are over; how many. Safe to do twice:
    one query where nothing is due. One that cannot be published stops no other, and is
    tried again later."""
    now = now or timezone.now()
    due = FeedEntry.objects.filter(state=State.WAITING, due_at__lte=now)
    count = 0
    for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:50]):
        try:
            count += _publish_one(pk, now)
        except OperationalError:
            raise
        except Exception:  # noqa: BLE001 - one entry stops no other
            _log.exception("An entry could not be published", extra={"entry": pk})
            stuck = FeedEntry.objects.filter(pk=pk, state=State.WAITING)
            stuck.update(due_at=now + AGAIN)
    return count


@transaction.atomic
def _publish_one(pk: int, now: datetime) -> bool:
    take_turn()
    rows = FeedEntry.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("feed__house").filter(pk=pk, state=State.WAITING).first()
    if row is None:  # Another process was first, or an editor.
        return False
    entry = entry_of(row.told)
    row.reason = reason_against(row.feed, entry)
    if row.reason:
        row.state, row.due_at = State.SKIPPED, None
        row.save()
    elif row.approved_at:
        publish_row(row.feed, row, entry, now)
    else:
        place_entry(row.feed, row, entry, now)
    return True


def _tell_waiting(story: Story, words: Words, now: datetime) -> None:
    """Entries that wait and tell the same resemble this story from now on."""
    for row, like in waiting_entries_resembling(words=words, now=now):
        FeedEntry.objects.filter(pk=row.pk, state=State.HELD, resembles=None).exclude(
            feed__joins=Feed.Joins.NEVER
        ).update(
            resembles=story,
            like_title=like.title,
            like_text=like.text,
            like_numbers=like.numbers,
        )


def _publish(
    feed: Feed,
    entry: EntryRead,
    now: datetime,
    into: Topic | None = None,
    chosen: Chosen | None = None,
) -> Story:
    chosen = chosen or Chosen(feed.category_id, tags_named(feed.tags))
    shape = shaped(feed, entry)
    parts = parts_of(entry, shape)
    parts["standfirst"] = shape.standfirst
    published = min(entry.published_at or now, now)
    if entry.updated_at and entry.updated_at > published:
        parts["updated_at"] = min(entry.updated_at, now)
    return publish_story(
        house=feed.house,
        category_id=into.category_id if into else chosen.category_id,
        into=into,
        headline=shape.headline,
        body=shape.body,
        tags=chosen.tags,
        language=language_tag(entry.language),
        published_at=published,
        at=now,
        **parts,
    )


def tags_named(words: str) -> tuple[str, ...]:
    """The names of tags, of which commas stand between."""
    names = (" ".join(name.split()) for name in words.split(","))
    return tuple(name for name in names if name)
