"""Take the files of pictures away that no story shows any more."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from rostra.news.models import Story


def drop_pictures(paths: Iterable[str]) -> None:
    """After commit, remove the files of these pictures but for those that stand above a
    story; the rows of the stories that showed them are saved."""
    gone = {path for path in paths if path}
    if not gone:
        return
    shown = Story.objects.filter(image__in=gone).values_list("image", flat=True)
    for path in gone.difference(shown):
        transaction.on_commit(partial(_remove, path))


def _remove(path: str) -> None:
    media = Path(settings.ROSTRA_DATA) / "media"
    file = (media / path).resolve()
    if file.is_relative_to(media.resolve()):
        file.unlink(missing_ok=True)
