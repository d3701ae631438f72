"""From text to a tree of XML, with nothing that a document could make a parser do.

A document type is cut off before the parser sees it, and what it names is settled here
(doctypes.py). Nothing is fetched, and depth is bounded.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from lxml import etree

from rostra.news.reading.doctypes import (
    entities_in,
    unsafe,
    with_characters,
    without_doctype,
)
from rostra.news.reading.entries import FeedProblem

Element = etree._Element

_NAMESPACES = {
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/net/rss1.1#": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://backend.userland.com/rss": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://backend.userland.com/creativecommonsrssmodule": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://creativecommons.org/ns#": "cc",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
    "http://www.w3.org/2000/svg": "svg",
}
_FORMATS = ("http://iptc.org/std/", "http://www.iptc.org/std/")
_PRISM = "http://prismstandard.org/namespaces/"
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_PROLOG = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_RAW = re.compile(r"<!\[CDATA\[|<!--")
_PREFIX = re.compile(r"[^\w.-]", re.ASCII)
_MOST_NODES = 300_000
_MOST_ATTRIBUTES = 200


def tree_of(text: str) -> tuple[Element, bool]:
    """The root, and whether the document was broken. Raises FeedProblem."""
    text = _PROLOG.sub("", text.lstrip("\ufeff \t\r\n"), count=1)
    text, doctype = without_doctype(text)
    own = entities_in(doctype)
    parts = list(_parts(text))
    read_parts = [part for is_raw, part in parts if not is_raw]
    if any(_ENTITY.search(part) for part in read_parts):
        raise unsafe()
    if sum(part.count("<") for part in read_parts) > 2 * _MOST_NODES:
        raise _too_many()
    clean = "".join(
        part if is_raw else with_characters(part, own) for is_raw, part in parts
    )
    data = clean.encode("utf-8", "replace")
    try:
        root, is_mended = etree.fromstring(data, _parser(recover=False)), False
    except (etree.XMLSyntaxError, ValueError):
        root, is_mended = _mended(data), True
    _check_size(root)
    return root, is_mended


def _check_size(root: Element) -> None:
    # To list attributes takes the square of their number.
    for count, element in enumerate(root.iter()):
        if count > _MOST_NODES or len(element.attrib) > _MOST_ATTRIBUTES:
            raise _too_many()


def _too_many() -> FeedProblem:
    return FeedProblem(
        _("This has too many parts to be read: ask its publisher for a shorter feed.")
    )


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """A document cut where comments and CDATA begin and end; whether each is such.

    By hand: an expression takes the square of the length where many begin and none ends.
    """
    place = 0
    while begun := _RAW.search(text, place):
        ends = "-->" if begun[0] == "<!--" else "]]>"
        end = text.find(ends, begun.end())
        if end < 0:
            break
        yield False, text[place : begun.start()]
        place = end + 3
        yield True, text[begun.start() : place]
    yield False, text[place:]


def _mended(data: bytes) -> Element:
    try:
        root = etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or not isinstance(root.tag, str):
        raise FeedProblem(
            _(
                "This is not XML, and not JSON: it holds no feed. Check that it is "
                "the right address or file."
            )
        )
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )


def name_of(element: Element) -> str:
    """An element's name with a settled prefix: `title`, `dc:creator`, `media:credit`.

    Elements of RSS, Atom, NITF and NewsML-G2 have none; where a prefix was never
    declared, what it says is believed.
    """
    tag = element.tag
    return _name(tag, element.prefix) if isinstance(tag, str) else ""


@lru_cache(4096)
def _name(tag: str, prefix: str | None) -> str:
    if not tag.startswith("{"):
        return tag
    space, _brace, local = tag[1:].partition("}")
    space = space.strip().lower()
    if space.startswith(_FORMATS):
        return local
    settled = _NAMESPACES.get(space)
    if settled is None and space.startswith(_PRISM):
        settled = "prism"
    if settled is None:
        settled = _PREFIX.sub("", prefix or "")
    if settled in ("", "atom"):
        return local
    return f"{settled}:{local}"


def children(element: Element, *names: str) -> Iterator[Element]:
    """Those children that have one of these names, in the order of the document."""
    return (child for child in element if name_of(child) in names)


def child(element: Element | None, *names: str) -> Element | None:
    """The first child with the first of these names that there is."""
    best, place = None, len(names)
    for one in () if element is None else element:
        name = name_of(one)
        if name in names[:place]:
            best, place = one, names.index(name)
            if place == 0:
                break
    return best


def inside(element: Element | None, *path: str) -> Element | None:
    """The child of the child … of an element, each the first of its name."""
    for name in path:
        element = child(element, name)
    return element


def everywhere(element: Element, *names: str) -> Iterator[Element]:
    """Those elements below that have one of these names, however deep."""
    for found in element.iter():
        if found is not element and name_of(found) in names:
            yield found


def outermost(element: Element, *names: str) -> Iterator[Element]:
    """Those elements below that have one of these names, and none of them above it."""
    waiting = list(reversed(element))
    while waiting:
        found = waiting.pop()
        if name_of(found) in names:
            yield found
        else:
            waiting.extend(reversed(found))


def attribute(element: Element | None, *names: str) -> str:
    """The first of these attributes that says something, with or without a namespace."""
    if element is None:
        return ""
    for name in names:
        if value := element.get(name):
            return value.strip()
    for key, value in element.attrib.items():
        if _local(str(key)) in names and value:
            return str(value).strip()
    return ""


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def text_of(element: Element | None) -> str:
    """All text of an element, as it stands."""
    if element is None:
        return ""
    return "".join(str(part) for part in element.itertext())


def inner_html(element: Element | None) -> str:
    """What stands in an element as HTML, its namespaces left off."""
    if element is None:
        return ""
    whole = etree.tostring(_without_spaces(element), method="html", encoding="unicode")
    return whole[whole.index(">") + 1 : max(whole.rfind("</"), 0)].strip()


def _without_spaces(element: Element) -> Element:
    bare = etree.Element("div")
    pairs = [(element, bare)]
    bare.text = element.text
    while pairs:
        old, new = pairs.pop()
        for part in _elements(old):
            made = etree.SubElement(new, _safe(part.tag))
            made.text, made.tail = part.text, part.tail
            for key, value in part.attrib.items():
                made.set(_safe(str(key)), value)
            pairs.append((part, made))
    return bare


def _elements(element: Element) -> Iterable[Element]:
    return (part for part in element if isinstance(part.tag, str))


def _safe(name: str) -> str:
    local = _PREFIX.sub("", _local(name))
    return local if local[:1].isalpha() else "x"
