"""The pictures of a story as its editor wants them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.attachments.folder import put_file, remove_file
from rostra.attachments.pictures import Drawn, picture_in_sizes
from rostra.news.models import Story
from rostra.news.services.picturing import FULL
from rostra.news.story_pictures import MOST, Picture, pictures_of


@dataclass(frozen=True, slots=True)
class PictureWords:
    """What is said of a picture."""

    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Further:
    """The pictures beside the first that an editor wants."""

    kept: Mapping[str, PictureWords] | None = None
    """Those that stay, by their paths; None is all, as they are."""
    added: bytes = b""
    words: PictureWords = field(default_factory=PictureWords)
    """Of the one that is added."""


ONLY_ONE = Further()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pictures that an editor wants: those that are there, and new ones as bytes."""

    first: bytes
    """In the place of the first; if it is empty, that stays."""
    has_no_first: bool
    further: Further


@dataclass(frozen=True, slots=True)
class DrawnAnew:
    """New pictures, drawn before a story is locked: it takes a second."""

    first: Drawn | None
    added: Drawn | None


def drawn_anew(wanted: Wanted) -> DrawnAnew:
    """The new pictures drawn anew; raises ValidationError naming fields."""
    if wanted.further.added and not wanted.further.words.alt.strip():
        words = _("Say what the picture shows, for who cannot see it.")
        raise ValidationError({"next_alt": words})
    return DrawnAnew(
        _drawn(wanted.first, "picture"), _drawn(wanted.further.added, "next_picture")
    )


def _drawn(picture: bytes, name: str) -> Drawn | None:
    if not picture:
        return None
    try:
        return picture_in_sizes(picture)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None


def pictures_wanted(
    story: Story,
    first_words: PictureWords,
    wanted: Wanted,
    drawn: DrawnAnew,
    hung: list[str],
) -> list[Picture]:
    """The pictures that a locked story is to have, the new ones written as files, whose
    paths go into `hung`. Raises ValidationError if they are too many."""
    there, kept = pictures_of(story), wanted.further.kept
    first = there[0] if there else None
    found = [p for p in there[1:] if kept is None or p.path in kept]
    if len(found) + 1 + bool(drawn.added) > MOST:
        words = _("A story has at most %(most)s pictures.") % {"most": MOST}
        raise ValidationError({"next_picture": words})
    if kept is not None:
        found = [_worded(picture, kept[picture.path]) for picture in found]
    if drawn.first:
        first = _hung(story, drawn.first, hung)
    if first and (drawn.first or not wanted.has_no_first):
        found.insert(0, _worded(first, first_words))
    if drawn.added:
        found.append(_worded(_hung(story, drawn.added, hung), wanted.further.words))
    return found


def _worded(picture: Picture, words: PictureWords) -> Picture:
    return replace(picture, alt=words.alt, caption=words.caption, credit=words.credit)


def _hung(story: Story, drawn: Drawn, hung: list[str]) -> Picture:
    path = put_file("stories", story.pk, "webp", drawn.files[FULL])
    hung.append(path)
    return Picture(path, drawn.width, drawn.height)


@contextmanager
def hanging() -> Iterator[list[str]]:
    """Paths of new pictures, whose files are removed if their story is not written."""
    paths: list[str] = []
    try:
        yield paths
    except BaseException:
        for path in paths:
            remove_file(path)
        raise
