"""What members show of themselves: a picture, a place, some words."""

from functools import partial

from django.db import transaction

from rostra.accounts.models import User
from rostra.accounts.services.own_row import lock_own_row
from rostra.attachments.folder import put_file, remove_file, sweep_files
from rostra.attachments.pictures import square_picture
from rostra.foundation.limits import Limit
from rostra.foundation.versions import raise_versions

FACES = "faces"
"""The folder of members' pictures, below the media folder."""
SIDE = 192
"""Pixels: twice the largest size on a page, for screens that have two in a place."""
FACES_AN_HOUR = Limit("face", count=10, seconds=3600)
"""Each one makes kept pages old, and is work to draw."""


def change_profile(*, member: User, location: str, about: str) -> None:
    """Keep what a member says of themselves; both are plain text."""
    with transaction.atomic():
        row = lock_own_row(member)
        is_elsewhere = row.location != location
        row.location, row.about = location, about
        row.save(update_fields=["location", "about"])
        raise_versions(f"member:{row.pk}", *(["people"] if is_elsewhere else []))


def change_face(*, member: User, data: bytes) -> None:
    """Draw a picture anew and show it beside what the member writes.

    Raises ValidationError if it is none that can be read; TooSoon after ten in an hour.
    """
    FACES_AN_HOUR.spend(str(member.pk))
    drawn = square_picture(data, SIDE)
    with transaction.atomic():
        row = lock_own_row(member)
        sweep_files(FACES, row.pk, keep=row.face)
        _give_face(row, put_file(FACES, row.pk, "webp", drawn))


def remove_face(*, member: User) -> None:
    """Let initials stand for a member again."""
    with transaction.atomic():
        _give_face(lock_own_row(member), "")


def _give_face(row: User, path: str) -> None:
    transaction.on_commit(partial(remove_file, row.face))
    row.face = path
    row.save(update_fields=["face"])
    raise_versions("people", f"member:{row.pk}")
