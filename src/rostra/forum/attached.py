"""Which files a text may show: its author's own, and those that its post has already."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from rostra.accounts.models import Reader
from rostra.attachments.models import Attachment
from rostra.foundation.markup import File

_COLUMNS = ("pk", "name", "full_size", "kind", "width", "height", "widths")


def as_file(attachment: Attachment) -> File:
    """An attachment as a text shows it."""
    return File(
        id=attachment.pk,
        name=attachment.name,
        address=attachment.url,
        size=attachment.full_size,
        is_picture=attachment.is_picture,
        width=attachment.width,
        height=attachment.height,
        widths=tuple(map(int, attachment.widths.split())),
    )


def files_shown(
    ids: Iterable[int], *, author: Reader | None = None, post_id: int | None = None
) -> Mapping[int, File]:
    """Those of these files that are the author's, or in the post already: no query
    without files, else one.

    Of others it must not be told that they are there, and whoever may see one text must
    not see by it what is shown in another.
    """
    may = Q(pk=None)
    if author is not None and author.is_authenticated:
        may |= Q(owner=author.pk)
    if post_id is not None:
        may |= Q(uses__post=post_id)
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Attachment.objects.filter(may, pk__in=wanted).only(*_COLUMNS).distinct()
    return {attachment.pk: as_file(attachment) for attachment in rows}
