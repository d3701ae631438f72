"""Keep what a member sends, and remove it."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.attachments.kinds import MOST_BYTES, check_file, tidy_name
from rostra.attachments.models import Attachment
from rostra.attachments.pictures import picture_in_sizes
from rostra.attachments.storage import (
    FILE,
    FULL,
    remove_folder,
    write_files,
)


def keep_picture(*, owner_id: int, name: str, data: bytes, most: int) -> Attachment:
    """Draw a picture anew, in several sizes, and keep these; the same again is kept once.

    `most` are the bytes that this owner may have in all. Raises ValidationError if it is
    no picture, or there is no room; OSError if it cannot be written.
    """
    digest = _checked(data)
    if same := _kept_already(owner_id, digest, Attachment.Kind.PICTURE):
        return same
    drawn = picture_in_sizes(data)
    about = {
        "kind": Attachment.Kind.PICTURE,
        "name": tidy_name(name, "webp"),
        "full_size": len(drawn.files[FULL]),
        "width": drawn.width,
        "height": drawn.height,
        "widths": " ".join(map(str, drawn.widths)),
        "digest": digest,
    }
    return _keep(owner_id, drawn.files, most, about)


def keep_file(*, owner_id: int, name: str, data: bytes, most: int) -> Attachment:
    """Keep a file of a kind that is taken, as it is. Raises as keep_picture does."""
    digest = _checked(data)
    suffix = check_file(name, data)
    if same := _kept_already(owner_id, digest, Attachment.Kind.FILE):
        return same
    about = {
        "kind": Attachment.Kind.FILE,
        "name": tidy_name(name, suffix),
        "full_size": len(data),
        "digest": digest,
    }
    return _keep(owner_id, {FILE: data}, most, about)


def bytes_of(owner_id: int) -> int:
    """How much of a member's is kept: one query."""
    theirs = Attachment.objects.filter(owner=owner_id)
    return theirs.aggregate(all=Sum("size"))["all"] or 0


def remove_attachments(ids: Iterable[int]) -> int:
    """Remove attachments that nothing uses, files first, and say how many.

    Where the process dies between, the row is there still, and is removed another time.
    """
    rows = Attachment.objects.filter(pk__in=list(ids))
    for folder in rows.values_list("folder", flat=True):
        remove_folder(folder)
    return rows.delete()[0]


def _checked(data: bytes) -> str:
    """The digest of what was sent, if it is neither nothing nor too much."""
    if not data:
        raise ValidationError(_("This file is empty. Choose another one."))
    if len(data) > MOST_BYTES:
        raise ValidationError(
            _("A file may have at most %(most)s MB.") % {"most": MOST_BYTES // 10**6}
        )
    return hashlib.sha256(data).hexdigest()


def _kept_already(owner_id: int, digest: str, kind: str) -> Attachment | None:
    same = Attachment.objects.filter(owner=owner_id, digest=digest, kind=kind)
    for attachment in same.order_by("-pk"):
        if attachment.path.exists():
            attachment.made_at = timezone.now()
            attachment.save(update_fields=["made_at"])
            return attachment
    return None


def _keep(
    owner_id: int, files: Mapping[str, bytes], most: int, about: dict[str, Any]
) -> Attachment:
    size = sum(map(len, files.values()))
    with transaction.atomic():
        # Two files sent at once must not both take the last room.
        rows = get_user_model()._default_manager.select_for_update(no_key=True)
        rows.get(pk=owner_id)
        _check_room(size, bytes_of(owner_id), most)
        attachment = Attachment.objects.create(
            owner_id=owner_id, folder=_new_folder(owner_id), size=size, **about
        )
    # The row is there first, so that no file is ever forgotten.
    try:
        write_files(attachment.folder, files)
    except OSError:
        remove_attachments([attachment.pk])
        raise
    return attachment


def _check_room(size: int, used: int, most: int) -> None:
    if used + size > most:
        raise ValidationError(
            _(
                "There is no room for this: your files take %(used)s MB of the "
                "%(most)s MB that you have. Remove some first."
            )
            % {"used": f"{used / 10**6:.1f}", "most": f"{most / 10**6:.0f}"}
        )


def _new_folder(owner_id: int) -> str:
    return f"{owner_id // 1000}/{owner_id}-{secrets.token_hex(16)}"
