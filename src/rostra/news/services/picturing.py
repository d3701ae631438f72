"""Fetch the pictures of stories, where their feeds let us show them."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction

from rostra.attachments.folder import put_file, remove_file
from rostra.attachments.pictures import picture_in_sizes
from rostra.foundation import outgoing
from rostra.foundation.versions import raise_versions
from rostra.news.kept_entries import entry_of
from rostra.news.models import FeedEntry, Story
from rostra.news.reading import PictureRead

MOST_BYTES = 12_000_000
SECONDS = 15.0
FULL = "full.webp"


def fetch_pictures(story_ids: tuple[int, ...], *, reach: outgoing.Reach) -> int:
    """Draw anew and keep the first picture of each of these stories' entries; how many.

    A picture that cannot be fetched or drawn is left out: the story stands without it.
    """
    rows = FeedEntry.objects.filter(story__in=story_ids).exclude(told={})
    return sum(_fetch(row, reach) for row in rows.order_by("pk"))


def _fetch(row: FeedEntry, reach: outgoing.Reach) -> bool:
    for picture in entry_of(row.told).pictures[:3]:
        with suppress(outgoing.Refused, outgoing.Unanswered, ValidationError, OSError):
            reply = outgoing.fetch(
                picture.address, seconds=SECONDS, most=MOST_BYTES, reach=reach
            )
            if reply.status == 200 and row.story_id:
                drawn = picture_in_sizes(reply.body)
                path = put_file("stories", row.story_id, "webp", drawn.files[FULL])
                size = (drawn.width, drawn.height)
                return _hang(row.story_id, picture, path, size)
    return False


@transaction.atomic
def _hang(
    story_id: int, picture: PictureRead, path: str, size: tuple[int, int]
) -> bool:
    """Put a picture on a story that has none and still stands."""
    rows = Story.objects.select_for_update(of=("self",), no_key=True)
    story = rows.select_related("topic").filter(pk=story_id, image="").first()
    if story is None or story.status == Story.Status.WITHDRAWN:
        remove_file(path)
        return False
    story.image, (story.image_width, story.image_height) = path, size
    story.image_alt, story.caption = picture.alt[:500], picture.caption[:500]
    story.credit = (picture.credit or picture.copyright)[:200]
    story.save()
    raise_versions(
        f"topic:{story.topic_id}", f"category:{story.topic.category_id}", "lists"
    )
    return True
