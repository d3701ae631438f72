"""Tell a story in the words of another outlet, after the first has taken its own back."""

from datetime import datetime

from django.db import transaction

from rostra.accounts.models import User
from rostra.forum.services.adding import note_addition
from rostra.forum.services.editing import edit_post
from rostra.forum.services.numbering import raise_after_writing
from rostra.foundation.announce import announce
from rostra.news.models import Story
from rostra.news.models.story import KEY
from rostra.news.reading import EntryRead
from rostra.news.services.changing import (
    Changes,
    lock_story,
    opening_source,
    write_changes,
)
from rostra.news.services.shaping import Shaped
from rostra.news.services.versions import Kind, add_version
from rostra.news.signals import story_corrected


@transaction.atomic
def retell_story(
    *,
    house: User,
    topic_id: int,
    entry: EntryRead,
    shape: Shaped,
    note: str,
    at: datetime,
) -> Story:
    """Give a withdrawn story the text of another outlet; `note` says whose it is.

    Raises NotVisible, and PermissionDenied with a reason.
    """
    story, opening = lock_story(house, topic_id)

    story.status, story.correction = Story.Status.CORRECTED, note
    story.corrected_at = story.updated_at = at
    story.byline, story.agency = entry.byline[:200], entry.agency[:120]
    story.dateline, story.copyright = entry.dateline[:120], entry.copyright[:300]
    story.original_url = entry.address if len(entry.address) <= 500 else ""
    changes = Changes(shape.headline, shape.standfirst, shape.body)
    write_changes(story, opening.topic, changes)
    story.save()
    add_version(story, Kind.CORRECTED, note, at)
    note_addition(opening.topic, KEY)
    edit_post(
        editor=house,
        post_id=opening.pk,
        source=opening_source(story),
        reason=note,
        at=at,
    )
    announce(story_corrected, story)
    raise_after_writing(opening.topic)
    return story
