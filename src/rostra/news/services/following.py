"""What a story takes over from its feed's entry when that has changed."""

from datetime import datetime

from django.db import transaction

from rostra.accounts.models import User
from rostra.news.languages import language_tag
from rostra.news.models import Feed, FeedEntry, Story
from rostra.news.reading import EntryRead
from rostra.news.services.changing import Changes, How, change_story, lock_story
from rostra.news.services.outlets import house_of
from rostra.news.services.parts import Parts, parts_of
from rostra.news.services.shaping import correction_of, shaped
from rostra.news.services.story_text import plain_text, story_html
from rostra.news.services.versions import Kind
from rostra.news.story_markdown import own_body
from rostra.news.story_pictures import (
    columns_of,
    pictures_of,
    still_named,
    wanted_pictures,
)

NOTHING = Changes()


def changes_of(story: Story, feed: Feed, entry: EntryRead) -> Changes:
    """What is new in a story of what its feed says now: NOTHING if nothing is.

    What the feed no longer says goes, its text too; but where only a link is shown, the
    text is not the feed's to change.
    """
    shape = shaped(feed, entry)
    columns: dict[str, object] = dict(parts_of(entry, shape))
    body: str | None = shape.body
    if feed.shows == Feed.Shows.LINK:
        body = None
        del columns["dateline"]
    elif story_html(shape.body, *_place(entry, shape.body)) == story.body_html:
        body = None
    if (pictures := still_named(story, entry)) != pictures_of(story):
        columns |= columns_of(pictures)
    headline = " ".join(shape.headline.split())[:255]
    language = language_tag(entry.language)
    return Changes(
        headline="" if headline == story.headline else headline,
        standfirst=None if shape.standfirst == story.standfirst else shape.standfirst,
        body=body,
        columns={n: v for n, v in columns.items() if getattr(story, n) != v},
        language=None if language == story.topic.language else language,
    )


def said_after(story: Story, changes: Changes) -> tuple[str, str]:
    """The headline and the text of a story as plain words, as they would be with what is
    new in it. Writes nothing."""
    told = changes.columns
    place = (told.get("dateline", story.dateline), told.get("agency", story.agency))
    html = story.body_html
    if changes.body is not None:
        html = story_html(changes.body, *place)
    elif place != (story.dateline, story.agency):
        html = story_html(own_body(story), *place)
    standfirst = changes.standfirst
    standfirst = story.standfirst if standfirst is None else standfirst
    text = "\n\n".join(filter(None, (standfirst, plain_text(html))))
    return changes.headline or story.headline, text


def _place(entry: EntryRead, body: str) -> tuple[str, str]:
    return (entry.dateline[:120] if body else ""), entry.agency[:120]


def lacks_pictures(story: Story, feed: Feed, entry: EntryRead) -> bool:
    """Whether a feed that may show pictures names some that a story has not."""
    if not feed.has_pictures:
        return False
    return len(still_named(story, entry)) < len(wanted_pictures(entry))


def says_the_same(feed: Feed, before: EntryRead, entry: EntryRead) -> bool:
    """Whether an entry that has changed says nothing else to somebody who would write
    the story by hand: the same text, names and address, and nothing to put right."""
    old, new = shaped(feed, before), shaped(feed, entry)
    if old != new or correction_of(before) != correction_of(entry):
        return False
    unsaid: Parts = {"genre": "", "urgency": 0, "terms": ""}
    return parts_of(before, old) | unsaid == parts_of(entry, new) | unsaid


def change_by_entry(
    row: FeedEntry,
    story: Story,
    before: EntryRead | None,
    entry: EntryRead,
    now: datetime,
) -> str:
    """Give the story of a locked entry what its feed says now and did not say `before`;
    `changed` if there was anything. The caller saves the row. Raises what changing a
    story raises."""
    changes, note = changes_of(story, row.feed, entry), correction_of(entry)
    if note and _is_told(story, before, note):
        note = ""
    if changes == NOTHING and not note:
        return "changed" if lacks_pictures(story, row.feed, entry) else ""
    house = house_of(story, row.feed)
    story_now = follow_entry(
        house=house, topic_id=story.topic_id, changes=changes, note=note, at=now
    )
    if story_now is None:
        row.state = FeedEntry.State.CHANGED
        return ""
    return "changed"


def _is_told(story: Story, before: EntryRead | None, note: str) -> bool:
    """Whether readers were told of a correction: publishers leave its line in the text."""
    if before:
        return note == correction_of(before)
    return story.versions.filter(note=note).exists()


@transaction.atomic
def follow_entry(
    *, house: User, topic_id: int, changes: Changes, note: str, at: datetime
) -> Story | None:
    """Give a story what is new in its feed's entry; `note` is what was corrected, if its
    publisher says so. A version is made only of another text, or of a correction.

    None if an editor has written it by hand meanwhile. Raises NotVisible,
    PermissionDenied, and ValidationError for a withdrawn story.
    """
    story, opening = lock_story(house, topic_id)
    if story.by_hand_at:
        return None
    kind = Kind.CORRECTED if note else Kind.UPDATED
    return change_story(story, opening, changes, How(house, kind, note, at))
