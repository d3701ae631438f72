"""Take away what a story says, for whatever reason it is withdrawn."""

from datetime import datetime

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.forum.services.adding import note_addition
from rostra.news.models import FeedEntry, Story
from rostra.news.models.story import KEY
from rostra.news.services.picture_files import drop_pictures
from rostra.news.services.printing import forget_prints
from rostra.news.services.versions import (
    Kind,
    add_version,
    begin_versions,
    forget_versions,
)
from rostra.news.story_pictures import hang_pictures, paths_of


def empty_story(
    story: Story, topic: Topic, note: str, at: datetime, editor: User | None = None
) -> None:
    """Withdraw a locked story in its own tables: its words in all versions, what is kept
    of its entries, and after commit its pictures' files. Its post, in `topic`, is the
    caller's, and so is the log."""
    begin_versions(story, at)
    removed = paths_of(story)
    hang_pictures(story, ())
    story.standfirst = story.body_html = story.byline = story.dateline = ""
    story.terms = ""
    story.status = Story.Status.WITHDRAWN
    story.correction = note
    story.corrected_at = story.updated_at = at
    story.save()
    forget_versions(story)
    add_version(story, Kind.WITHDRAWN, note, at, editor)
    note_addition(topic, KEY)
    forget_prints(story)
    story.entries.update(told={}, later={}, due_at=None)
    # What a feed sent for a story written by hand waits for nobody any more.
    changed = story.entries.filter(state=FeedEntry.State.CHANGED)
    changed.update(state=FeedEntry.State.PUBLISHED)
    drop_pictures(removed)
