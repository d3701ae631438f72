"""Files of this site's own in a text: pictures that are shown, and cards of the others.

    ![what it shows](/file/12/gate-3.webp)
    [The contract](/file/13/contract.pdf)

A picture elsewhere is never fetched: that would tell another host who reads here.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import escape

from rostra.foundation.markup.limits import MOST_FILES
from rostra.foundation.markup.links import link
from rostra.foundation.numbers import bytes_as_words

SIZES = "(min-width: 48rem) 42rem, 100vw"
"""How wide a picture stands in a post (prose.css), for browsers to choose by."""

_FILE = r"/file/([1-9]\d{0,17})/[^/?#\s]*"
_ADDRESS = re.compile(_FILE, re.ASCII)
_IN_SOURCE = re.compile(rf"(?<![\w/]){_FILE}", re.ASCII)


class File(NamedTuple):
    """A file that a text may show."""

    id: int
    name: str
    address: str
    """From the root of this site, as it stands in HTML."""
    size: int
    """In bytes."""
    is_picture: bool = False
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()
    """Of the smaller sizes of a picture."""


class FilesMet:
    """The files that a text names, and those of them that it may show."""

    def __init__(self, files: Mapping[int, File]) -> None:
        self._files = files
        self.met: dict[int, None] = {}

    @property
    def are_shown(self) -> bool:
        """Whether any of them is."""
        return not self._files.keys().isdisjoint(self.met)

    def at(self, address: str | None) -> File | None:
        """The file at an address, if it is one that may be shown; notes that it is met."""
        found = _ADDRESS.fullmatch(address or "")
        if not found:
            return None
        number = int(found[1])
        if number not in self.met and len(self.met) >= MOST_FILES:
            return None
        self.met[number] = None
        return self._files.get(number)


def files_in(source: str) -> set[int]:
    """The numbers of all files that a Markdown text may name, and perhaps of others: for
    whoever must not overlook one."""
    return {int(number) for number in _IN_SOURCE.findall(source)}


def picture_shown(
    file: File, words: str, *, title: str = "", is_linked: bool = False
) -> str:
    """A picture in the sizes that there are; it leads to the largest."""
    # Without words of its author's it has a name for those only who come to the link.
    alt = words or (_("Picture") if is_linked else "")
    smaller = (
        f'<source type="image/avif" srcset="{_sizes(file, "avif")}" sizes="{SIZES}">'
    )
    about = f' srcset="{_sizes(file, "webp")}" sizes="{SIZES}"'
    if not file.widths:
        smaller = about = ""
    shown = (
        f'<picture>{smaller}<img src="{escape(file.address)}" alt="{escape(alt)}" '
        f'width="{file.width}" height="{file.height}" loading="lazy"{about}></picture>'
    )
    if is_linked:
        return shown
    name = f' aria-label="{escape(_("Picture"))}"' if not words else ""
    return link(file.address, shown, title=title, kind="shown", more=name)


def file_card(file: File, shown: str) -> str:
    """A link to save a file, with what it is; `shown` is HTML."""
    suffix = file.name.rpartition(".")[2].upper()
    # In an attribute, so that whoever quotes the text quotes only what was written.
    about = escape(f"{suffix}, {bytes_as_words(file.size)}")
    drawing = (
        '<svg class="icon" aria-hidden="true"><use href="/icons.svg#story"></use></svg>'
    )
    return (
        f'<a href="{escape(file.address)}" class="file" data-about="{about}">{drawing} '
        f"<b>{shown or escape(file.name)}</b></a>"
    )


def _sizes(file: File, kind: str) -> str:
    base = f"/file/{file.id}/sizes/"
    sizes = [f"{base}{width}.{kind} {width}w" for width in file.widths]
    if kind == "webp":
        sizes.append(f"{escape(file.address)} {file.width}w")
    return ", ".join(sizes)
