"""A file as a reader gets it, and the list of a member's own."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Exists, OuterRef, Q

from rostra.accounts.models import Reader, User
from rostra.attachments.kinds import FILES, suffix_of
from rostra.attachments.models import Attachment
from rostra.attachments.services.keeping import bytes_of
from rostra.attachments.storage import FILE, FULL, path_of
from rostra.forum.allowances import allowance_of
from rostra.forum.models import Attached
from rostra.foundation.visibility import NotVisible

ON_A_PAGE = 50
_PICTURE_TYPES = {"webp": "image/webp", "avif": "image/avif"}


@dataclass(frozen=True, slots=True)
class SentFile:
    """What goes out: which file, as what, under which name."""

    path: Path
    name: str
    content_type: str
    is_picture: bool
    etag: str


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file in the list of a member's own."""

    id: int
    name: str
    url: str
    thumbnail: str
    size: int
    made_at: datetime
    posts: tuple[int, ...]
    """The posts that show it."""


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """A page of the list, the newest first; `older` is where the next one begins."""

    files: tuple[OwnFile, ...]
    older: int
    used: int
    allowed: int


def sent_file(
    *, reader: Reader, file_id: int, width: int = 0, suffix: str = ""
) -> SentFile:
    """A file, or a smaller size of a picture: one query. Raises NotVisible.

    Its owner may have it, and whoever may read a post that shows it.
    """
    shown = Attached.objects.visible_to(reader).filter(attachment=OuterRef("pk"))
    may = Q(Exists(shown))
    if reader.is_authenticated:
        may |= Q(owner=reader.pk)
    columns = ("pk", "name", "folder", "kind", "widths")
    file = Attachment.objects.filter(may, pk=file_id).only(*columns).first()
    if file is None or (width and str(width) not in file.widths.split()):
        raise NotVisible("attachment")
    if width:
        place, kind = f"{width}.{suffix}", _PICTURE_TYPES[suffix]
    elif file.is_picture:
        place, kind = FULL, _PICTURE_TYPES["webp"]
    else:
        place, kind = FILE, FILES[suffix_of(file.name)].content_type
    return SentFile(
        path=path_of(file.folder, place),
        name=file.name,
        content_type=kind,
        is_picture=file.is_picture,
        etag=f'"{file.pk}-{place}"',
    )


def own_files(*, owner: User, before: int = 0) -> OwnFiles:
    """A member's own files from the newest, or from before one of them: three queries."""
    theirs = Attachment.objects.filter(owner=owner)
    if before:
        theirs = theirs.filter(pk__lt=before)
    rows = list(theirs.order_by("-pk")[: ON_A_PAGE + 1])
    some = rows[:ON_A_PAGE]
    ties = Attached.objects.filter(attachment__in=some).order_by("post")
    posts: dict[int, list[int]] = {}
    for file_id, post_id in ties.values_list("attachment", "post"):
        posts.setdefault(file_id, []).append(post_id)
    return OwnFiles(
        files=tuple(_own_file(row, posts.get(row.pk, [])) for row in some),
        older=some[-1].pk if len(rows) > ON_A_PAGE else 0,
        used=bytes_of(owner.pk),
        allowed=allowance_of(owner),
    )


def _own_file(row: Attachment, posts: list[int]) -> OwnFile:
    smallest = row.widths.split(" ")[0]
    thumbnail = f"/file/{row.pk}/sizes/{smallest}.webp" if smallest else row.url
    return OwnFile(
        id=row.pk,
        name=row.name,
        url=row.url,
        thumbnail=thumbnail if row.is_picture else "",
        size=row.size,
        made_at=row.made_at,
        posts=tuple(posts),
    )
