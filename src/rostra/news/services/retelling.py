"""Tell a story in the words of another outlet, after the first has taken its own back."""

from datetime import datetime

from django.db import transaction

from rostra.accounts.models import User
from rostra.news.languages import language_tag
from rostra.news.models import Story
from rostra.news.reading import EntryRead
from rostra.news.services.changing import Changes, How, change_story, lock_story
from rostra.news.services.parts import parts_of
from rostra.news.services.shaping import Shaped
from rostra.news.services.versions import Kind


@transaction.atomic
def retell_story(
    *,
    house: User,
    topic_id: int,
    entry: EntryRead,
    shape: Shaped,
    note: str,
    at: datetime,
    kind: Kind = Kind.CORRECTED,
) -> Story:
    """Give a withdrawn story a text again, of another outlet or of its own; `note` says
    whose it is, or why.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    story, opening = lock_story(house, topic_id)

    story.status, story.by_hand_at = Story.Status.USABLE, None
    story.correction, story.corrected_at = "", None
    changes = Changes(
        shape.headline,
        shape.standfirst,
        shape.body,
        columns=dict(parts_of(entry, shape)),
        language=language_tag(entry.language),
    )
    return change_story(story, opening, changes, How(house, kind, note, at))
