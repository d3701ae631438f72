"""NewsML 1.0 to 1.2 (IPTC, 2000 to 2004): news items made of nested components."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from rostra.news.reading import nitf
from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedProblem, FeedRead, PictureRead
from rostra.news.reading.media import MOST_PICTURES, MOST_TERMS
from rostra.news.reading.rights import may_be_shown
from rostra.news.reading.rss import MOST_ENTRIES
from rostra.news.reading.trees import (
    Element,
    attribute,
    child,
    children,
    everywhere,
    inner_html,
    inside,
    name_of,
    outermost,
    text_of,
)
from rostra.news.reading.words import (
    MOST_BODY,
    address,
    dateline_of,
    has_elements,
    line,
    number,
    once_escaped,
    paragraphs,
    parted,
    plain,
    without_dateline,
)

_STATUS = {"canceled": "canceled", "cancelled": "canceled", "killed": "canceled"}
_STATUS |= {"withheld": "withheld"}
_TEXTS = ("body", "main", "maintext", "article", "story", "text", "")
"""Roles of a component that is the text, the surest first; any other is not."""
_PICTURES = ("photo", "picture", "image", "graphic", "quicklook", "main", "")
_KEYWORDS = ("keyword", "keywords")


def read(root: Element, base: str, is_mended: bool) -> FeedRead:
    """The news items of a document. Raises FeedProblem where none says anything."""
    items = list(outermost(root, "NewsItem"))[:MOST_ENTRIES]
    sender = _party(inside(root, "NewsEnvelope", "SentFrom"))
    entries = tuple(_entry(item, sender, base) for item in items)
    said = tuple(
        e for e in entries if e.headline or e.body or e.pictures or e.status != "usable"
    )
    if not said:
        raise FeedProblem(
            _(
                "This is NewsML 1 without a headline or a text: there is nothing "
                "to post. Tell its agency."
            )
        )
    return FeedRead("newsml-1", title=sender, entries=said, is_mended=is_mended)


def _entry(item: Element, sender: str, base: str) -> EntryRead:
    managed = child(item, "NewsManagement")
    inner = next(outermost(item, "nitf"), None)
    within = EntryRead() if inner is None else nitf.entry_of(inner, base)
    provider = next(filter(None, map(_party, everywhere(item, "Provider"))), "")
    source = next(filter(None, map(_party, everywhere(item, "Source"))), "")
    dateline, agency = dateline_of(
        _said(item, "DateLine") or within.dateline, provider or source or sender
    )
    status = attribute(child(managed, "Status"), "FormalName").lower()
    until = inside(managed, "StatusWillChange", "DateAndTime")
    is_embargoed = status == "embargoed"
    embargo = read_time(text_of(until)) if is_embargoed else None
    is_held = is_embargoed and embargo is None
    language = next(everywhere(item, "Language"), None)
    return EntryRead(
        id=_id(item),
        headline=_said(item, "HeadLine") or within.headline,
        standfirst=_standfirst(item) or within.standfirst,
        body=without_dateline(_body(item, inner), dateline),
        byline=_said(item, "ByLine", most=200) or within.byline,
        dateline=dateline,
        agency=agency[:120],
        copyright=_said(item, "CopyrightLine", most=300) or within.copyright,
        terms=_terms(item),
        pictures=_pictures(item, base) or within.pictures,
        keywords=_keywords(item),
        language=attribute(language, "FormalName") or attribute(item, "lang"),
        genre=attribute(next(everywhere(item, "Genre"), None), "FormalName")[:60],
        urgency=number(attribute(child(managed, "Urgency"), "FormalName")),
        status="withheld" if is_held else _STATUS.get(status, "usable"),
        correction=_correction(managed),
        version=line(text_of(inside(item, *_IDENTIFIER, "RevisionId")), 100),
        published_at=_time(managed, "FirstCreated"),
        updated_at=_time(managed, "ThisRevisionCreated"),
        embargoed_until=embargo,
    )


_IDENTIFIER = ("Identification", "NewsIdentifier")


def _id(item: Element) -> str:
    """What does not change with the revision; the public identifier ends with that."""
    parts = ("ProviderId", "DateId", "NewsItemId")
    told = [line(text_of(inside(item, *_IDENTIFIER, part)), 300) for part in parts]
    if all(told):
        return f"urn:newsml:{':'.join(told)}"
    return line(text_of(inside(item, *_IDENTIFIER, "PublicIdentifier")), 1000)


def _time(managed: Element | None, name: str) -> datetime | None:
    return read_time(text_of(child(managed, name)))


def _correction(managed: Element | None) -> str:
    """Whether it is to correct what was sent before: `Correction`, or `Rectify`."""
    told = [] if managed is None else list(everywhere(managed, "Instruction"))
    codes = " ".join(attribute(one, "FormalName").lower() for one in told)
    return "Correction" if "correct" in codes or "rectif" in codes else ""


def _said(item: Element, name: str, most: int = 2_000) -> str:
    """The first of these lines; those of pictures come after that of the story."""
    found = (line(text_of(one), most) for one in everywhere(item, name))
    return next((words for words in found if words), "")


def _party(part: Element | None) -> str:
    return line(attribute(child(part, "Party"), "FormalName"), 120)


def _keywords(item: Element) -> tuple[str, ...]:
    found = [line(text_of(one), 100) for one in everywhere(item, "KeywordLine")]
    found += [
        line(attribute(one, "Value"), 100)
        for one in everywhere(item, "Property")
        if attribute(one, "FormalName").lower().endswith(_KEYWORDS)
    ]
    return tuple(dict.fromkeys(word for word in found if word))[:50]


def _contents(item: Element) -> Iterator[tuple[str, Element, Element]]:
    """The role of each content, the component it is in, and the content itself."""
    waiting = [(item, item, "")]
    while waiting:
        part, above, role = waiting.pop()
        if name_of(part) == "ContentItem":
            yield role, above, part
            continue
        if name_of(part) == "NewsComponent":
            own = attribute(child(part, "Role"), "FormalName").lower()
            above, role = part, own or role
        waiting.extend((inner, above, role) for inner in reversed(part))


def _text(content: Element) -> str:
    told = child(content, "DataContent")
    kind = attribute(child(content, "MimeType"), "FormalName").lower()
    if told is None or kind.startswith(("image/", "audio/", "video/", "text/css")):
        return ""
    for body in everywhere(told, "xhtml:body", "body"):
        return inner_html(body)
    if len(told):
        return inner_html(told)
    words = text_of(told).strip()
    return words if has_elements(words) else paragraphs(words)


def _roled(item: Element, *roles: str) -> str:
    found = {role: content for role, _c, content in reversed(list(_contents(item)))}
    texts = (_text(found[role]) for role in roles if role in found)
    return next((text for text in texts if text), "")


def _body(item: Element, inner: Element | None) -> str:
    body = nitf.body_of(inner) if inner is not None else _roled(item, *_TEXTS)
    return once_escaped(parted(body))[:MOST_BODY]


def _standfirst(item: Element) -> str:
    return _said(item, "SubHeadLine") or plain(
        _roled(item, "subheadline", "abstract", "summary", "lead")
    )


def _pictures(item: Element, base: str) -> tuple[PictureRead, ...]:
    """A picture for each component that is one: the largest of its renditions."""
    best: dict[Element, tuple[int, str]] = {}
    for role, above, content in _contents(item):
        kind = attribute(child(content, "MimeType"), "FormalName").lower()
        where = address(attribute(content, "Href"), base)
        if not where or not kind.startswith("image/") or role not in _PICTURES:
            continue
        wide = _wide(content)
        if wide > best.get(above, (-1, ""))[0]:
            best[above] = wide, where
    found, whole, is_limited = [], _terms(item), _is_limited(item)
    for above, (_wide_one, where) in list(best.items())[:MOST_PICTURES]:
        lines = child(above, "NewsLines")
        caption = line(text_of(child(lines, "CaptionLine", "HeadLine")), 500)
        credit = line(text_of(child(lines, "CreditLine", "ByLine")), 200)
        notice = line(text_of(child(lines, "CopyrightLine")), 300)
        own = _terms(above)
        may_show = not is_limited and may_be_shown(own, whole, notice, credit)
        more = (notice, own or whole, may_show)
        found.append(PictureRead(where, "", caption, credit, *more))
    return tuple(found)


def _terms(part: Element) -> str:
    """What is said of the use of a part, or of what is in it (`UsageRights`)."""
    rights = next(everywhere(part, "UsageRights"), None)
    said = [] if rights is None else [line(text_of(one)) for one in rights]
    return line(". ".join(filter(None, said)), MOST_TERMS)


def _is_limited(item: Element) -> bool:
    """Whether its rights are for some places only, or end."""
    return any(
        text_of(one).strip()
        for rights in everywhere(item, "UsageRights")
        for one in children(rights, "Geography", "EndDate")
    )


def _wide(content: Element) -> int:
    for one in everywhere(content, "Property"):
        value = attribute(one, "Value")
        if attribute(one, "FormalName").lower() in ("pixelwidth", "width"):
            return int(value) if value.isdecimal() and len(value) < 7 else 0
    return 0
