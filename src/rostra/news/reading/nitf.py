"""NITF 3.x, the agencies' format for one text."""

from copy import deepcopy
from datetime import datetime

from lxml.etree import SubElement, strip_elements

from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedRead, PictureRead
from rostra.news.reading.media import MOST_PICTURES, MOST_TERMS
from rostra.news.reading.rights import may_be_shown
from rostra.news.reading.trees import (
    Element,
    attribute,
    child,
    children,
    everywhere,
    inner_html,
    inside,
    name_of,
    text_of,
)
from rostra.news.reading.words import (
    MOST_BODY,
    address,
    addresses,
    dateline_of,
    line,
    number,
    parted,
    plain,
    without_dateline,
)

_STATUS = {"canceled": "canceled", "cancelled": "canceled", "killed": "canceled"}
_STATUS |= {"withheld": "withheld", "usable": "usable"}
_MOST_LINES = 2_000
_NOT_TEXT = ("{*}media", "{*}table", "{*}nitf-table")


def read(root: Element, base: str, is_mended: bool) -> FeedRead:
    """A document is a feed of one entry."""
    entry = entry_of(root, base)
    return FeedRead("nitf", entries=(entry,), is_mended=is_mended)


def entry_of(root: Element, base: str = "") -> EntryRead:
    """The entry that a `<nitf>` is."""
    told, head = (
        inside(root, "head", "docdata"),
        child(inside(root, "body"), "body.head"),
    )
    rights = child(told, "doc.copyright")
    holder = " ".join(
        filter(None, (attribute(rights, "year"), attribute(rights, "holder")))
    )
    place = child(head, "dateline")
    location = child(place, "location")
    dateline, agency = dateline_of(
        _words(location if location is not None else place),
        _words(child(head, "distributor"), 120),
    )
    status, embargo = _status(told)
    link = address(attribute(child(root, "uri"), "href"), base)
    published = _norm(told, "date.release") or _norm(told, "date.issue")
    return EntryRead(
        id=line(attribute(child(told, "doc-id"), "id-string"), 1000),
        address=link,
        addresses=addresses(link),
        headline=_headline(root, head),
        standfirst=plain(inner_html(child(head, "abstract"))),
        body=without_dateline(body_of(root), dateline),
        byline=_byline(head),
        dateline=dateline,
        agency=agency,
        copyright=f"© {holder}"[:300] if holder else "",
        terms=_terms(told, head),
        pictures=_pictures(root, base),
        keywords=_keywords(told),
        language=attribute(root, "lang") or attribute(child(root, "body"), "lang"),
        genre=line(attribute(inside(root, "head", "tobject"), "tobject.type"), 60),
        urgency=number(attribute(child(told, "urgency"), "ed-urg")),
        status=status,
        correction=line(attribute(child(told, "correction"), "info")),
        published_at=published,
        embargoed_until=embargo,
    )


def _status(told: Element | None) -> tuple[str, datetime | None]:
    """The status, and until when it may not be published: that is when it is released,
    whatever else is said. What is under an embargo that names no time is held."""
    said = attribute(told, "management-status").lower()
    until = _norm(told, "date.release")
    if said == "embargoed":
        return ("usable" if until else "withheld"), until
    return _STATUS.get(said, "usable"), until


def _norm(told: Element | None, name: str) -> datetime | None:
    return read_time(attribute(child(told, name), "norm"))


def _headline(root: Element, head: Element | None) -> str:
    best = inside(head, "hedline", "hl1")
    if best is None:
        best = child(head, "hedline")
    return _words(best) or _words(inside(root, "head", "title"))


def _byline(head: Element | None) -> str:
    lines = [] if head is None else list(children(head, "byline"))
    found = []
    for one in lines:
        name, title = line(one.text or ""), child(one, "byttl")
        person = child(one, "person")
        name = " ".join(filter(None, (name, _words(person))))
        found.append(", ".join(filter(None, (name.rstrip(", "), _words(title)))))
    return line("; ".join(filter(None, found)), 200)


def _words(part: Element | None, most: int = 300) -> str:
    return "" if part is None else line(" ".join(text_of(part).split()), most)


def body_of(root: Element) -> str:
    """The text as HTML: NITF's paragraphs, crossheads and lists are those of HTML."""
    content = child(inside(root, "body"), "body.content")
    if content is None:
        content = child(root, "body.content")
    if content is None:
        return ""
    copied = deepcopy(content)
    strip_elements(copied, *_NOT_TEXT, with_tail=False)
    for part in list(copied.iter()):
        name = name_of(part)
        if name in ("hl1", "hl2"):
            part.tag = "h2"
        elif name == "pre" and not len(part):
            _set_lines(part)
        elif name == "p":
            _join_lines(part)
    return parted(inner_html(copied))[:MOST_BODY]


def _join_lines(part: Element) -> None:
    """Make one line of a paragraph whose lines a wire has broken where they were full."""
    breaks = list(part)
    lines = [line(part.text or ""), *(line(one.tail or "") for one in breaks)]
    is_full = all(50 <= len(one) <= 80 for one in lines[:-1])
    if breaks and is_full and all(name_of(one) == "br" for one in breaks):
        part.text = " ".join(lines)
        for one in breaks:
            part.remove(one)


def _set_lines(part: Element) -> None:
    """Make a paragraph of a table of results, in which lines are told by their ends."""
    lines = (part.text or "")[:MOST_BODY].strip().splitlines()[:_MOST_LINES]
    part.tag, part.text = "p", lines[0] if lines else ""
    for one in lines[1:]:
        SubElement(part, "br").tail = one


def _keywords(told: Element | None) -> tuple[str, ...]:
    listed = child(told, "key-list")
    keys = [] if listed is None else list(children(listed, "keyword"))
    found = (line(attribute(one, "key"), 100) for one in keys)
    return tuple(dict.fromkeys(word for word in found if word))[:50]


def _terms(told: Element | None, head: Element | None) -> str:
    rights = child(told, "doc.rights")
    said = [attribute(rights, name) for name in ("type", "limitations", "geography")]
    said.append(text_of(child(head, "rights")))
    return line(". ".join(filter(None, map(line, said))), MOST_TERMS)


def _is_limited(told: Element | None, head: Element | None) -> bool:
    """Whether its rights are for some places only, or end."""
    rights, more = child(told, "doc.rights"), child(head, "rights")
    parts = (child(more, "rights.geography"), child(more, "rights.enddate"))
    return bool(attribute(rights, "geography", "enddate")) or any(map(text_of, parts))


def _pictures(root: Element, base: str) -> tuple[PictureRead, ...]:
    found = []
    told, head = (
        inside(root, "head", "docdata"),
        child(inside(root, "body"), "body.head"),
    )
    terms, is_limited = _terms(told, head), _is_limited(told, head)
    for media in everywhere(root, "media"):
        if attribute(media, "media-type") not in ("image", "photo", ""):
            continue
        reference = child(media, "media-reference")
        where = address(attribute(reference, "source"), base)
        if where:
            alt = attribute(reference, "alternate-text")
            caption = _words(child(media, "media-caption"), 500)
            credit = _words(child(media, "media-producer"), 200)
            credit = credit or line(attribute(reference, "source-credit"), 200)
            notice = line(attribute(reference, "copyright"), 300)
            may_show = not is_limited and may_be_shown(terms, notice, credit)
            found.append(
                PictureRead(where, alt[:500], caption, credit, notice, terms, may_show)
            )
    return tuple(found[:MOST_PICTURES])
