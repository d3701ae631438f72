"""Follow a publisher that holds an entry back, takes it back, or releases it again.

The words are those of IPTC's publishing status (NewsML-G2, `pubStatus`): what is withheld
may be usable again, what is canceled never is.
"""

from datetime import datetime

from rostra.news.kept_entries import told_of
from rostra.news.models import Feed, FeedEntry, Story, StoryVersion, Withdrawal
from rostra.news.reading import EntryRead
from rostra.news.services.auditing import note_kept_back
from rostra.news.services.outlets import change_outlet, house_of, offer_other_outlet
from rostra.news.services.placing import place_entry
from rostra.news.services.publishing import withdraw_story
from rostra.news.services.shaping import reason_against

State = FeedEntry.State
_BACK = (State.WITHHELD, State.CANCELED, State.RELEASED)
_NOT_WANTED = (State.SKIPPED, State.DROPPED)


def is_of_status(row: FeedEntry, entry: EntryRead) -> bool:
    """Whether what an entry says now is about whether it may be used at all."""
    return entry.status != "usable" or row.state in _BACK


def hold_back(row: FeedEntry, entry: EntryRead) -> None:
    """Keep of a new entry that may not be used only that it is known."""
    is_final = entry.status == "canceled"
    row.state = State.CANCELED if is_final else State.WITHHELD
    row.told = {}


def follow_status(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> str:
    """What became of a locked entry: `withdrawn`, `new`, or nothing to a reader. The caller
    saves it. Raises what withdrawing a story raises."""
    row.later, row.due_at = {}, None
    if row.state == State.CANCELED:
        row.told = {}
        return ""
    if entry.status != "usable":
        return _take_back(row, entry, now)
    return _release(feed, row, entry, now)


def _take_back(row: FeedEntry, entry: EntryRead, now: datetime) -> str:
    is_final = entry.status == "canceled"
    kind = Withdrawal.Kind.CANCELED if is_final else Withdrawal.Kind.WITHHELD
    # Without one, pages say in their reader's language that its publisher did it.
    reason = entry.correction
    came = ""
    if row.state == State.JOINED:
        came = change_outlet(row, entry, now)
    elif row.story is not None:
        came = _take_story_back(row, row.story, reason, kind, now)
    elif row.told and row.state not in _NOT_WANTED:
        note_kept_back(row, kind, reason, now)
    if is_final or row.state not in (State.JOINED, *_NOT_WANTED):
        row.state = State.CANCELED if is_final else State.WITHHELD
    row.reason, row.told = reason[:300], {}
    row.resembles = row.about = None
    row.prints.all().delete()
    return came


def _take_story_back(
    row: FeedEntry, story: Story, reason: str, kind: Withdrawal.Kind, now: datetime
) -> str:
    if story.status == Story.Status.WITHDRAWN:
        return ""
    house = house_of(story, row.feed)
    withdraw_story(
        house=house, topic_id=story.topic_id, reason=reason, at=now, audited=kind
    )
    offer_other_outlet(row, story, now)
    return "withdrawn"


def _release(feed: Feed, row: FeedEntry, entry: EntryRead, now: datetime) -> str:
    """One that readers never saw is as if it came now. A story that was withdrawn waits
    for an editor: its words were taken from under a discussion, and somebody looks before
    they stand there again. What an editor took back by hand does not come back."""
    if row.story is None:
        row.told, row.reason = told_of(entry), reason_against(feed, entry)
        if row.reason:
            row.state = State.SKIPPED
            return ""
        place_entry(feed, row, entry, now)
        return "new" if row.story_id else ""
    if not _was_taken_back_by_hand(row.story):
        # Of another outlet, it says whose text it is; of its own publisher, nothing.
        row.reason = row.reason if row.state == State.RELEASED else ""
        row.told, row.state = told_of(entry), State.RELEASED
    return ""


def _was_taken_back_by_hand(story: Story) -> bool:
    last = story.versions.order_by("-number").first()
    is_last = last is not None and last.kind == StoryVersion.Kind.WITHDRAWN
    return bool(is_last and last and last.editor_id)
