"""The text of a news item in NewsML-G2, and its pictures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rostra.news.reading import nitf
from rostra.news.reading.entries import EntryRead, PictureRead
from rostra.news.reading.media import MOST_PICTURES, MOST_TERMS
from rostra.news.reading.rights import may_be_shown
from rostra.news.reading.trees import (
    Element,
    attribute,
    child,
    children,
    everywhere,
    inner_html,
    name_of,
    outermost,
    text_of,
)
from rostra.news.reading.words import (
    MOST_BODY,
    address,
    has_elements,
    line,
    once_escaped,
    paragraphs,
    parted,
    plain,
)

_SIZES = ("highres", "web", "preview", "lowres", "thumbnail")
_OF_HTML = frozenset("p div h1 h2 h3 h4 ul ol blockquote section article pre".split())
_NO_TEXT = frozenset({"head", "style", "script", "title"})
# One agency's own mark around a dash, written as text (STT).
_OWN_MARK = re.compile("&lt;/?endash&gt;")


def body_of(item: Element, inner: Element | None) -> str:
    """The text as HTML; `inner` is the NITF in it, if there is one."""
    body = nitf.body_of(inner) if inner is not None else _body(item)
    return _OWN_MARK.sub("", once_escaped(parted(body)))[:MOST_BODY]


def _body(item: Element) -> str:
    for inline in outermost(item, "inlineXML"):
        for body in everywhere(inline, "xhtml:body", "body"):
            return inner_html(body)
        parts = [_local(part) for part in inline]
        if parts and all(part in _OF_HTML | _NO_TEXT for part in parts):
            return inner_html(inline)
    for inline in everywhere(item, "inlineData"):
        words = text_of(inline).strip()
        kind = attribute(inline, "contenttype")
        if words and (not kind or "text" in kind or "html" in kind):
            return words if has_elements(words) else paragraphs(words)
    return ""


def _local(part: Element) -> str:
    return name_of(part).removeprefix("xhtml:")


def pictures_of(
    item: Element, told: Element | None, notice: str, base: str
) -> tuple[PictureRead, ...]:
    """The picture that an item is: its renditions are one picture in several sizes."""
    lines = [] if told is None else list(children(told, "description"))
    captions = (one for one in lines if "caption" in purpose_of(one))
    caption = next((plain(marked(one), 500) for one in captions), "")
    credit = line(text_of(child(told, "creditline")), 200)
    best: tuple[int, str] | None = None
    for one in everywhere(item, "remoteContent"):
        if not attribute(one, "contenttype").startswith("image/"):
            continue
        where = address(attribute(one, "href"), base)
        size = code_of(attribute(one, "rendition", "renditionuri"))
        place = _SIZES.index(size) if size in _SIZES else len(_SIZES)
        if where and (best is None or place < best[0]):
            best = place, where
    if best is None:
        return ()
    terms, note = terms_of(item), text_of(child(child(item, "itemMeta"), "edNote"))
    may_show = not _is_limited(item) and may_be_shown(terms, notice, credit, note)
    return (PictureRead(best[1], "", caption, credit, notice, terms, may_show),)


def terms_of(item: Element) -> str:
    """What an item says of its use."""
    said = (
        text_of(one)
        for rights in children(item, "rightsInfo")
        for one in children(rights, "usageTerms")
    )
    return line(" ".join(said), MOST_TERMS)


def _is_limited(item: Element) -> bool:
    """Whether its rights are for some places only, or end."""
    limits = ("geography", "timeend", "validto")
    return any(
        attribute(part, *limits)
        for rights in children(item, "rightsInfo")
        for part in (rights, *children(rights, "usageTerms"))
    )


def marked(part: Element) -> str:
    """What a part says, as HTML where it has elements."""
    return inner_html(part) if len(part) else text_of(part)


def code_of(name: str) -> str:
    """The code at the end of a name in a vocabulary: `rnd:highRes`, or an address."""
    return name.rpartition("/")[2].rpartition(":")[2].lower()


def purpose_of(part: Element) -> str:
    """What a part of an item is for, as a code (its `role`), or `""`."""
    return code_of(attribute(part, "role", "roleuri"))


def is_picture(item: Element) -> bool:
    """Whether an item says that it is a picture or a graphic."""
    kind = attribute(child(child(item, "itemMeta"), "itemClass"), "qcode", "uri")
    return code_of(kind) in ("picture", "graphic")


def joined(
    root: Element, items: list[Element], entries: Iterable[EntryRead]
) -> list[EntryRead]:
    """Entries with the pictures beside them, which are then none of their own.

    A message may carry a text, its pictures, and a package that names them together; or
    a text links to pictures that are carried with it.
    """
    pairs = list(zip(items, entries, strict=False))
    shown = {e.id: e for one, e in pairs if e.pictures and e.id and is_picture(one)}
    texts = {e.id: one for one, e in pairs if e.id and e.id not in shown}
    used: dict[str, list[str]] = {}
    for names in _together(root, texts):
        told = [name for name in names if name in texts]
        if len(told) == 1:
            used.setdefault(told[0], []).extend(n for n in names if n in shown)
    gone = {name for names in used.values() for name in names}
    kept = [entry for _one, entry in pairs if entry.id not in gone]
    return [_with(entry, [shown[n] for n in used.get(entry.id, ())]) for entry in kept]


def _together(root: Element, texts: dict[str, Element]) -> Iterator[list[str]]:
    """Names of items that belong together."""
    for package in outermost(root, "packageItem"):
        refs = everywhere(package, "itemRef")
        yield [attribute(one, "residref", "guidref", "href") for one in refs]
    for name, item in texts.items():
        meta = child(item, "itemMeta")
        links = [] if meta is None else children(meta, "link")
        yield [name, *(attribute(one, "residref", "guidref") for one in links)]


def _with(entry: EntryRead, beside: list[EntryRead]) -> EntryRead:
    found = [*entry.pictures, *(one.pictures[0] for one in beside)]
    once = {one.address: one for one in found}
    return replace(entry, pictures=tuple(once.values())[:MOST_PICTURES])
