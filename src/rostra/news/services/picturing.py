"""Fetch the pictures of stories, where their feeds let us show them."""

import time
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from rostra.attachments.folder import put_file, remove_file
from rostra.attachments.pictures import picture_in_sizes
from rostra.forum.services.numbering import raise_after_writing
from rostra.foundation import outgoing
from rostra.foundation.releasing import release_connection
from rostra.news.kept_entries import entry_of
from rostra.news.models import FeedEntry, Story
from rostra.news.reading import EntryRead, PictureRead
from rostra.news.services.picture_files import drop_pictures
from rostra.news.story_pictures import (
    Picture,
    hang_pictures,
    paths_of,
    pictures_of,
    still_named,
    wanted_pictures,
    worded,
)

MOST_BYTES = 12_000_000
SECONDS = 15.0
PATIENCE = 90.0
"""Seconds after which no more pictures of one story are asked for."""
FULL = "full.webp"


@dataclass(slots=True)
class _Hanging:
    """The pictures of a story as they are to be, and the files that are new."""

    pictures: list[Picture] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def fetch_pictures(story_ids: tuple[int, ...], *, reach: outgoing.Reach) -> int:
    """Draw anew and keep those pictures of these stories' entries that they have not;
    how many stories got some.

    A picture that may not be shown is not asked for; one that cannot be fetched or drawn
    is left out: the story stands without it.
    """
    rows = FeedEntry.objects.filter(story__in=story_ids).exclude(told={})
    rows = rows.select_related("story")
    return sum(_fetch(row, reach) for row in rows.order_by("pk"))


def _fetch(row: FeedEntry, reach: outgoing.Reach) -> bool:
    story = row.story
    if story is None or not _may_have(story):
        return False
    before = pictures_of(story)
    hanging = _gathered(story, entry_of(row.told), reach)
    if not hanging.paths:
        return False
    is_hung = False
    try:
        is_hung = _hang(story.pk, before, hanging.pictures)
    finally:
        if not is_hung:
            for path in hanging.paths:
                remove_file(path)
    return is_hung


def _gathered(story: Story, entry: EntryRead, reach: outgoing.Reach) -> _Hanging:
    """Those that the story has already, and those that can be fetched, in their order."""
    here = {picture.origin: picture for picture in still_named(story, entry)}
    hanging, begun = _Hanging(), time.monotonic()
    for origin, told in wanted_pictures(entry).items():
        if origin in here:
            hanging.pictures.append(here[origin])
        elif time.monotonic() - begun < PATIENCE and (
            drawn := _drawn(story.pk, told, reach)
        ):
            hanging.paths.append(drawn.path)
            hanging.pictures.append(worded(drawn, told, origin))
    return hanging


def _drawn(story_id: int, told: PictureRead, reach: outgoing.Reach) -> Picture | None:
    release_connection()
    with suppress(outgoing.Refused, outgoing.Unanswered, ValidationError, OSError):
        reply = outgoing.fetch(
            told.address, seconds=SECONDS, most=MOST_BYTES, reach=reach
        )
        if reply.status == 200:
            drawn = picture_in_sizes(reply.body)
            path = put_file("stories", story_id, "webp", drawn.files[FULL])
            return Picture(path, drawn.width, drawn.height)
    return None


@transaction.atomic
def _hang(story_id: int, before: tuple[Picture, ...], pictures: list[Picture]) -> bool:
    """Put pictures on a story that still stands, and has those that it had; whether it
    does. Otherwise another process was quicker, or an editor, or it was taken back."""
    rows = Story.objects.select_for_update(of=("self",), no_key=True)
    story = rows.select_related("topic").filter(pk=story_id).first()
    if story is None or not _may_have(story) or pictures_of(story) != before:
        return False
    gone = set(paths_of(story))
    hang_pictures(story, pictures)
    story.save()
    drop_pictures(gone.difference(paths_of(story)))
    raise_after_writing(story.topic)
    return True


def _may_have(story: Story) -> bool:
    """Whether it stands, and no editor has chosen its pictures."""
    return story.status != Story.Status.WITHDRAWN and story.by_hand_at is None
