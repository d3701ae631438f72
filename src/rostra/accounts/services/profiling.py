"""What members show of themselves: a picture, a place, some words."""

from functools import partial
from typing import NamedTuple

from django.db import transaction

from rostra.accounts.models import User
from rostra.accounts.services.own_row import lock_own_row
from rostra.attachments.folder import put_file, remove_file, sweep_files
from rostra.attachments.pictures import middle_of_picture
from rostra.foundation.limits import Limit
from rostra.foundation.versions import raise_versions

PICTURES_AN_HOUR = Limit("picture", count=10, seconds=3600)
"""Each one makes kept pages old, and is work to draw."""


class Picture(NamedTuple):
    """A picture that a member may show: the column that names its file, the folder of
    such files below the media folder, and its width and height in pixels."""

    column: str
    folder: str
    size: tuple[int, int]


# Twice the largest size on a page, for screens that have two pixels in a place.
FACE = Picture("face", "faces", (192, 192))
BANNER = Picture("banner", "banners", (1600, 400))
PICTURES = {picture.column: picture for picture in (FACE, BANNER)}


def change_profile(
    *, member: User, location: str, about: str, signature: str | None = None
) -> None:
    """Keep what a member says of themselves: plain text, but the signature, which is
    Markdown that the caller has checked; None leaves it as it is."""
    with transaction.atomic():
        row = lock_own_row(member)
        under = row.signature if signature is None else signature
        # Both stand beside everything that they wrote.
        is_seen = (row.location, row.signature) != (location, under)
        row.location, row.about, row.signature = location, about, under
        row.save(update_fields=["location", "about", "signature"])
        raise_versions(f"member:{row.pk}", *(["people"] if is_seen else []))


def change_picture(*, member: User, picture: Picture, data: bytes) -> None:
    """Draw a picture anew and show it beside what the member writes, or on their page.

    Raises ValidationError if it is none that can be read; TooSoon after ten in an hour.
    """
    PICTURES_AN_HOUR.spend(str(member.pk))
    drawn = middle_of_picture(data, picture.size)
    with transaction.atomic():
        row = lock_own_row(member)
        sweep_files(picture.folder, row.pk, keep=getattr(row, picture.column))
        _show(row, picture, put_file(picture.folder, row.pk, "webp", drawn))


def remove_picture(*, member: User, picture: Picture) -> None:
    """Show no such picture any more; initials stand for a face."""
    with transaction.atomic():
        _show(lock_own_row(member), picture, "")


def _show(row: User, picture: Picture, path: str) -> None:
    transaction.on_commit(partial(remove_file, getattr(row, picture.column)))
    setattr(row, picture.column, path)
    row.save(update_fields=[picture.column])
    raise_versions(*(["people"] if picture == FACE else []), f"member:{row.pk}")
