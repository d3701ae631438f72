"""A file as a reader gets it, and the list of a member's own."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from rostra.accounts.models import Reader, User
from rostra.attachments.kinds import FILES, suffix_of
from rostra.attachments.models import Attachment
from rostra.attachments.services.keeping import bytes_of
from rostra.attachments.storage import FILE, FULL, path_of
from rostra.forum.allowances import allowance_of
from rostra.forum.models import Attached
from rostra.forum.policies import PostFacts, PostPolicy
from rostra.foundation.raw import fetch
from rostra.foundation.visibility import NotVisible

ON_A_PAGE = 50
MOST_POSTS = 200
"""Posts showing a file that are looked at, the latest first."""
_PICTURE_TYPES = {"webp": "image/webp", "avif": "image/avif"}

# By hand, and the policy asked in memory: a page may show many pictures, and each would
# take four times as long.
_FILE = """
SELECT a.name, a.folder, a.kind, a.widths, a.owner_id,
  p.author_id, p.created_at, p.hidden_at, t.category_id, t.hidden_at
FROM attachments_attachment a
LEFT JOIN forum_attached u ON u.attachment_id = a.id
LEFT JOIN forum_post p ON p.id = u.post_id
LEFT JOIN forum_topic t ON t.id = p.topic_id
WHERE a.id = %s ORDER BY u.id DESC LIMIT %s
"""


class _Place(NamedTuple):
    id: int


class _Topic(NamedTuple):
    """As much of a topic as its policy asks for whoever reads it."""

    category: _Place
    hidden_at: datetime | None
    locked_at: datetime | None = None
    lock_reason: str = ""


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
    is_used: bool
    posts: tuple[tuple[int, str], ...]
    """The posts that show it, with the titles of their topics, as far as its owner may
    see them."""


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

    Its owner may have it, and whoever may read the words of a post that shows it (one of
    the latest, if many do).
    """
    rows = fetch(_FILE, (file_id, MOST_POSTS))
    if not rows or not _may_have(reader, rows):
        raise NotVisible("attachment")
    name, folder, kind, widths = rows[0][:4]
    is_picture = kind == Attachment.Kind.PICTURE
    if width and str(width) not in widths.split():
        raise NotVisible("attachment")
    if width:
        place, content_type = f"{width}.{suffix}", _PICTURE_TYPES[suffix]
    elif is_picture:
        place, content_type = FULL, _PICTURE_TYPES["webp"]
    else:
        place, content_type = FILE, FILES[suffix_of(name)].content_type
    path = path_of(folder, place)
    return SentFile(path, name, content_type, is_picture, f'"{file_id}-{place}"')


def _may_have(reader: Reader, rows: list[tuple[Any, ...]]) -> bool:
    if reader.is_authenticated and rows[0][4] == reader.pk:
        return True
    shown = (row[5:] for row in rows if row[5] is not None)
    return any(
        PostPolicy(
            reader, PostFacts(author, at, hidden), _Topic(_Place(place), gone)
        ).read_words()
        for author, at, hidden, place, gone in shown
    )


def own_files(*, owner: User, before: int = 0) -> OwnFiles:
    """A member's own files from the newest, or from before one of them: three queries."""
    theirs = Attachment.objects.filter(owner=owner)
    if before:
        theirs = theirs.filter(pk__lt=before)
    rows = list(theirs.order_by("-pk")[: ON_A_PAGE + 1])
    some = rows[:ON_A_PAGE]
    ties = Attached.objects.visible_to(owner).filter(attachment__in=some)
    posts: dict[int, list[tuple[int, str]]] = {}
    columns = ("attachment", "post", "post__topic__title")
    for file_id, *post in ties.order_by("post").values_list(*columns):
        posts.setdefault(file_id, []).append((post[0], post[1]))
    return OwnFiles(
        files=tuple(_own_file(row, posts.get(row.pk, [])) for row in some),
        older=some[-1].pk if len(rows) > ON_A_PAGE else 0,
        used=bytes_of(owner.pk),
        allowed=allowance_of(owner),
    )


def _own_file(row: Attachment, posts: list[tuple[int, str]]) -> OwnFile:
    smallest = row.widths.split(" ")[0]
    thumbnail = f"/file/{row.pk}/sizes/{smallest}.webp" if smallest else row.url
    return OwnFile(
        id=row.pk,
        name=row.name,
        url=row.url,
        thumbnail=thumbnail if row.is_picture else "",
        size=row.size,
        made_at=row.made_at,
        is_used=row.is_used,
        posts=tuple(posts),
    )
