"""The pictures of a story: the first stands above its text, the others below it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from rostra.news.models import Story
from rostra.news.reading import EntryRead, PictureRead
from rostra.news.reading.media import same_picture

MOST = 10
"""So many pictures a story has at most."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A story's picture: its path below the media folder, its size in pixels, words."""

    path: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""
    terms: str = ""
    """What its publisher says of its use."""
    origin: str = ""
    """The hash of where it was fetched; empty if an editor brought it."""


def pictures_of(story: Story) -> tuple[Picture, ...]:
    """All pictures of a story, in their order."""
    if not story.image:
        return ()
    first = Picture(
        path=story.image,
        width=story.image_width,
        height=story.image_height,
        alt=story.image_alt,
        caption=story.caption,
        credit=story.credit,
        terms=story.image_terms,
        origin=story.image_origin,
    )
    return first, *(Picture(**one) for one in story.more_pictures)


def columns_of(pictures: Iterable[Picture]) -> dict[str, Any]:
    """The columns of a Story that tell of its pictures."""
    first, *others = list(pictures)[:MOST] or [Picture("", 0, 0)]
    return {
        "image": first.path,
        "image_width": first.width,
        "image_height": first.height,
        "image_alt": first.alt,
        "caption": first.caption,
        "credit": first.credit,
        "image_terms": first.terms,
        "image_origin": first.origin,
        "more_pictures": [asdict(one) for one in others],
    }


def hang_pictures(story: Story, pictures: Iterable[Picture]) -> None:
    """Give a story these pictures in the place of those it has; the caller saves it."""
    for name, value in columns_of(pictures).items():
        setattr(story, name, value)


def paths_of(story: Story) -> list[str]:
    """The paths of a story's pictures below the media folder."""
    return [picture.path for picture in pictures_of(story)]


def wanted_pictures(entry: EntryRead) -> dict[str, PictureRead]:
    """The pictures of an entry that its publisher lets be shown, each once, by the hash
    of where it is."""
    wanted: dict[str, PictureRead] = {}
    for picture in entry.pictures:
        if picture.may_show and len(wanted) < MOST:
            wanted.setdefault(origin_of(picture), picture)
    return wanted


def origin_of(picture: PictureRead) -> str:
    """The hash of where a picture is, whatever its size or however long it may be asked."""
    return sha256(same_picture(picture.address).encode("utf-8", "replace")).hexdigest()


def still_named(story: Story, entry: EntryRead) -> tuple[Picture, ...]:
    """Those pictures of a story that its entry still names and lets be shown, in its order
    and with its words. One of which nobody noted where it came from is the entry's first."""
    wanted = wanted_pictures(entry)
    here = {}
    for picture in pictures_of(story):
        here[picture.origin or next(iter(wanted), "")] = picture
    return tuple(
        worded(here[origin], told, origin)
        for origin, told in wanted.items()
        if origin in here
    )


def worded(picture: Picture, told: PictureRead, origin: str) -> Picture:
    """A picture with the words that its publisher has for it."""
    return replace(
        picture,
        alt=told.alt[:500],
        caption=told.caption[:500],
        credit=(told.credit or told.copyright)[:200],
        terms=told.terms,
        origin=origin,
    )
