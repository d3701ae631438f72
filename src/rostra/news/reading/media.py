"""The pictures of entries of RSS and Atom: enclosures and Media RSS, each once."""

import re
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urlsplit

from rostra.news.reading.entries import PictureRead
from rostra.news.reading.rights import may_be_shown
from rostra.news.reading.trees import (
    Element,
    attribute,
    children,
    everywhere,
    name_of,
    text_of,
)
from rostra.news.reading.words import address, line, plain

MOST_PICTURES = 20
MOST_TERMS = 1_000
_WORDS = {
    "caption": ("media:description", "media:title"),
    "credit": ("media:credit",),
    "copyright": ("media:copyright",),
}
_SMALL = ("media:thumbnail", "itunes:image")
_FILE = re.compile(r"(?:-\d{2,4}x\d{2,4})?\.(?:jpe?g|png|webp|gif|avif)$")


_LICENCES = ("media:license", "cc:license", "dcterms:license", "dcterms:accessRights")


def terms_of(part: Element) -> str:
    """What an entry, or a picture in one, says of its use."""
    said = [
        line(text_of(one)) or attribute(one, "href", "resource")
        for one in children(part, *_LICENCES)
    ]
    licences = (one for one in children(part, "link") if one.get("rel") == "license")
    said += [attribute(one, "href") for one in licences]
    said += [attribute(one, "status") for one in children(part, "media:rights")]
    said += [
        f"{attribute(one, 'relationship')} {attribute(one, 'type')} {text_of(one)}"
        for one in children(part, "media:restriction")
    ]
    return line(" ".join(filter(None, said)), MOST_TERMS)


@dataclass(slots=True)
class _Around:
    """What an entry says of all its pictures, read once, and the groups in it."""

    item: Element
    words: dict[str, str]
    terms: str
    notice: str
    is_restricted: bool
    groups: dict[Element, int] = field(default_factory=dict)


def pictures_of(item: Element, base: str) -> tuple[PictureRead, ...]:
    """The pictures of an entry, in their order; of one that is there in several sizes the
    widest, and none that only is a small one of another."""
    found: dict[str, tuple[int, PictureRead]] = {}
    names = ("media:content", "enclosure", "link", *_SMALL)
    parts = islice(everywhere(item, *names), 10 * MOST_PICTURES)
    pairs = [(part, _picture_address(part, base)) for part in parts]
    around = _around(item) if any(where for _part, where in pairs) else None
    for part, where in pairs:
        if around is None or not where:
            continue
        which = _which(part, where, around)
        wide = -1 if name_of(part) in _SMALL else _width(part)
        is_new = which not in found and len(found) < MOST_PICTURES
        if is_new or (which in found and wide > found[which][0]):
            found[which] = wide, _picture(part, where, around)
    whole = [picture for wide, picture in found.values() if wide >= 0]
    small = [picture for _wide, picture in found.values()]
    return tuple(whole or small)


def _around(item: Element) -> _Around:
    return _Around(
        item,
        words={key: plain(said_of(item, *_WORDS[key]), 500) for key in _WORDS},
        terms=terms_of(item),
        notice=said_of(item, "copyright", "rights", "dc:rights"),
        is_restricted=_is_restricted(item),
    )


def same_picture(where: str) -> str:
    """What the addresses of one picture have in common: a file's name says which it is,
    and what stands behind it says how large, or for how long it may be fetched."""
    parts = urlsplit(where)
    path = _FILE.sub("", parts.path.lower())
    host = (parts.hostname or "").removeprefix("www.")
    is_file = path != parts.path.lower()
    return f"{host}{path}" if is_file else f"{host}{parts.path}?{parts.query}"


def _which(part: Element, where: str, around: _Around) -> str:
    """What the sizes of one picture have in common."""
    above = part.getparent()
    while above is not None and above is not around.item:
        if name_of(above) == "media:group":
            return f"group {around.groups.setdefault(above, len(around.groups))}"
        above = above.getparent()
    return same_picture(where)


def _width(part: Element) -> int:
    words = part.get("width", "")
    return int(words) if words.isdecimal() and words.isascii() and len(words) < 6 else 0


def _picture_address(part: Element, base: str) -> str:
    name, kind = name_of(part), part.get("type", "")
    if name == "link" and part.get("rel") != "enclosure":
        return ""
    is_one = (
        name in ("media:thumbnail", "itunes:image") or part.get("medium") == "image"
    )
    where = part.get("url") or part.get("href") or ""
    ends = (
        where.lower()
        .partition("?")[0]
        .endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))
    )
    if is_one or kind.startswith("image/") or (not kind and ends):
        return address(where, base)
    return ""


def _picture(part: Element, where: str, around: _Around) -> PictureRead:
    holders = [part]
    above = part.getparent()
    if above is not None and name_of(above) in ("media:group", "media:content"):
        holders.append(above)
    # What stands beside the item's own words is not said of the picture.
    beside = around.words if name_of(part).startswith("media:") else {}
    told = {}
    for key, tags in _WORDS.items():
        own = (plain(said_of(holder, *tags), 500) for holder in holders)
        told[key] = next(filter(None, own), beside.get(key, ""))
    terms = next(filter(None, map(terms_of, holders)), "")
    is_restricted = around.is_restricted or any(map(_is_restricted, holders))
    said = (terms, around.terms, around.notice, told["copyright"], told["credit"])
    return PictureRead(
        where,
        **told,
        terms=terms or around.terms,
        may_show=not is_restricted and may_be_shown(*said),
    )


def _is_restricted(part: Element) -> bool:
    """Whether it is for some places or sites only (Media RSS, `media:restriction`)."""
    for one in children(part, "media:restriction"):
        said = (attribute(one, "relationship"), text_of(one).strip().lower())
        if said not in (("allow", "all"), ("deny", "none")):
            return True
    return False


def said_of(part: Element, *names: str) -> str:
    """The words of the first child with the first of these names that has any."""
    said: dict[str, str] = {}
    for found in children(part, *names):
        if (name := name_of(found)) not in said and (words := line(text_of(found))):
            said[name] = words
    return next((said[name] for name in names if name in said), "")
