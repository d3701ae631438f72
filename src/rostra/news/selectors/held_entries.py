"""Entries that wait for an editor, and the stories that they seem to tell again."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.foundation.differences import Row, side_by_side
from rostra.foundation.visibility import NotVisible
from rostra.news.headlines import shown_headline
from rostra.news.kept_entries import embargo_ahead, entry_of
from rostra.news.models import FeedEntry, Story
from rostra.news.policies import FeedPolicy, StoryPolicy
from rostra.news.services.joining import SURE_NUMBERS
from rostra.news.services.parts import barred_pictures, terms_of
from rostra.news.services.shaping import shaped
from rostra.news.services.story_text import plain_text, story_html

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Resembled:
    """The story that an entry seems to tell, and how much of it is the same in per cent."""

    headline: str
    url: str
    title: int
    text: int
    has_other_numbers: bool
    may_join: bool


@dataclass(frozen=True, slots=True)
class About:
    """The topic that a member started from the page of an entry."""

    title: str
    url: str
    may_join: bool


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """An entry that waits for an editor, as it would be posted."""

    id: int
    feed_id: int
    feed_title: str
    headline: str
    text: str
    byline: str
    terms: str
    """What its publisher says of its use, and that of its pictures."""
    barred: int
    """Pictures that its publisher does not let be shown."""
    address: str
    seen_at: datetime
    embargoed_until: datetime | None
    refused: str
    """Why the forum did not take it, when an editor wanted it to."""
    resembled: Resembled | None
    about: About | None
    category_id: int
    """Where its feed posts, and with which tags."""
    tags: str

    @property
    def is_new(self) -> bool:
        """Whether it can be published with others at once: it tells nothing that is here,
        and the forum has not refused it."""
        return not (self.resembled or self.about or self.refused)


@dataclass(frozen=True, slots=True)
class Compared:
    """An entry that waits beside the story that it seems to tell."""

    entry: HeldEntry
    headline: str
    rows: tuple[Row, ...]


def held_entries(*, editor: User, most: int = AT_ONCE) -> tuple[HeldEntry, ...]:
    """The oldest that wait: at most two queries. Raises PermissionDenied with a reason."""
    rows = list(_waiting(editor).order_by("seen_at", "pk")[:most])
    seen = _seen(editor, rows)
    return tuple(_held(editor, row, seen) for row in rows)


def held_beside_story(*, editor: User, entry_id: int) -> Compared:
    """One that waits, its whole text line by line beside that of the story: at most three
    queries. Raises NotVisible and PermissionDenied."""
    row = _waiting(editor).filter(pk=entry_id).first()
    if row is None or row.resembles is None:
        raise NotVisible("feed entry")
    held = _held(editor, row, _seen(editor, [row]))
    if held.resembled is None:
        raise NotVisible("story")
    story, entry = row.resembles, entry_of(row.told)
    before = _told_by(story)
    after = _lines(entry.standfirst, entry.body)
    return Compared(
        entry=held,
        headline=story.headline,
        rows=tuple(side_by_side(before, after)),
    )


def _waiting(editor: User) -> QuerySet[FeedEntry]:
    policy = FeedPolicy(editor)
    policy.enter().or_raise()
    waiting = (FeedEntry.State.HELD, FeedEntry.State.REFUSED)
    rows = FeedEntry.objects.filter(state__in=waiting, feed__category__in=policy.places)
    return rows.exclude(told={}).select_related(
        "feed", "resembles__topic", "about__story"
    )


def _seen(editor: User, rows: list[FeedEntry]) -> set[int]:
    """The ids of those topics that these tell of which this editor may open."""
    ids = [row.resembles.topic_id for row in rows if row.resembles]
    ids += [row.about_id for row in rows if row.about_id]
    if not ids:
        return set()
    topics = Topic.objects.visible_to(editor).filter(pk__in=ids, merged_into=None)
    return set(topics.values_list("pk", flat=True))


def _held(editor: User, row: FeedEntry, seen: set[int]) -> HeldEntry:
    entry = entry_of(row.told)
    shape = shaped(row.feed, entry)
    text = plain_text(story_html(shape.body)) if shape.body else ""
    words = " ".join(filter(None, (shape.standfirst, text)))
    return HeldEntry(
        id=row.pk,
        feed_id=row.feed_id,
        feed_title=row.feed.title,
        headline=shape.headline,
        text=words[:600] + ("…" if len(words) > 600 else ""),
        byline=entry.byline,
        terms=terms_of(entry),
        barred=barred_pictures(row.feed, entry),
        address=entry.address,
        seen_at=row.seen_at,
        embargoed_until=embargo_ahead(entry),
        refused=row.reason if row.state == FeedEntry.State.REFUSED else "",
        resembled=_resembled(editor, row, seen),
        about=_about(editor, row, seen),
        category_id=row.feed.category_id,
        tags=row.feed.tags,
    )


def _resembled(editor: User, row: FeedEntry, seen: set[int]) -> Resembled | None:
    story = row.resembles
    if story is None or story.status == Story.Status.WITHDRAWN:
        return None
    topic = story.topic
    if topic.pk not in seen:
        return None
    return Resembled(
        headline=shown_headline(topic.title, story.headline),
        url=topic.get_absolute_url(),
        title=row.like_title,
        text=row.like_text,
        has_other_numbers=row.like_numbers < SURE_NUMBERS,
        may_join=bool(StoryPolicy(editor).publish(topic.category_id)),
    )


def _about(editor: User, row: FeedEntry, seen: set[int]) -> About | None:
    topic = row.about
    if row.resembles_id or topic is None or topic.pk not in seen:
        return None
    if hasattr(topic, "story"):  # Another entry has come to its head since.
        return None
    may_join = bool(StoryPolicy(editor).publish(topic.category_id))
    return About(topic.title, topic.get_absolute_url(), may_join)


def _told_by(story: Story) -> str:
    """All that the outlet of a story sent, as far as it is here; else what is shown."""
    row = story.entries.exclude(told={}).first()
    if row is None:
        return _lines(story.standfirst, story.body_html)
    entry = entry_of(row.told)
    return _lines(entry.standfirst, entry.body)


def _lines(standfirst: str, body: str) -> str:
    text = plain_text(story_html(body)).replace("\n\n", "\n")
    return "\n".join(filter(None, (standfirst, text))) + "\n"
