"""NewsML-G2: news items, and messages that carry several (IPTC, 2.x)."""

from datetime import datetime

from django.utils.translation import gettext as _

from rostra.news.reading import nitf
from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedProblem, FeedRead, PictureRead
from rostra.news.reading.genres import genre_named
from rostra.news.reading.media import MOST_TERMS
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
    text_of,
)
from rostra.news.reading.words import (
    MOST_BODY,
    address,
    addresses,
    has_elements,
    line,
    number,
    paragraphs,
    plain,
)

_CORRECTIONS = ("correction", "corrective", "sig:correction", "update:correction")
_STATUS = {"usable": "usable", "withheld": "withheld", "canceled": "canceled"}
_STATUS |= {"cancelled": "canceled"}
_SIZES = ("highres", "web", "preview", "lowres", "thumbnail")


def read(root: Element, base: str, is_mended: bool) -> FeedRead:
    """The news items of a message, or one that stands alone.

    Raises FeedProblem where there is none: packages, concepts and plans are no stories.
    """
    items = (
        [root] if name_of(root) == "newsItem" else list(everywhere(root, "newsItem"))
    )
    if not items:
        raise FeedProblem(
            _("This is NewsML-G2 without a news item in it: there is nothing to post.")
        )
    entries = tuple(_entry(item, base) for item in items[:MOST_ENTRIES])
    sender = line(text_of(inside(root, "header", "sender")), 200)
    return FeedRead("newsml-g2", title=sender, entries=entries, is_mended=is_mended)


def _entry(item: Element, base: str) -> EntryRead:
    meta, told, rights = (
        child(item, "itemMeta"),
        child(item, "contentMeta"),
        child(item, "rightsInfo"),
    )
    inner = _nitf(item)
    link = address(attribute(_link(meta), "href"), base)
    body = _body(item, inner)
    return EntryRead(
        id=attribute(item, "guid")[:1000],
        address=link,
        addresses=addresses(link),
        headline=_headline(told, meta)
        or (nitf.entry_of(inner).headline if inner is not None else ""),
        standfirst=_standfirst(told),
        body=body[:MOST_BODY],
        byline=_byline(told)
        or (nitf.entry_of(inner).byline if inner is not None else ""),
        dateline=line(text_of(child(told, "dateline")), 120),
        agency=_agency(told, meta),
        copyright=_copyright(rights),
        terms=_terms(item),
        pictures=_pictures(item, told, base),
        keywords=_keywords(told),
        language=attribute(child(told, "language"), "tag") or attribute(item, "lang"),
        genre=_genre(told),
        urgency=number(text_of(child(told, "urgency"))),
        status=_status(meta),
        correction=_correction(meta),
        version=attribute(item, "version"),
        published_at=_time(meta, "firstCreated")
        or _time(told, "contentCreated")
        or _time(meta, "versionCreated"),
        updated_at=_time(meta, "versionCreated") or _time(told, "contentModified"),
        embargoed_until=_time(meta, "embargoed"),
    )


def _headline(told: Element | None, meta: Element | None) -> str:
    lines = [] if told is None else list(children(told, "headline"))
    plain_ones = [one for one in lines if not one.get("role")]
    main = [
        one
        for one in lines
        if "head" in (one.get("role") or "").lower()
        and "sub" not in (one.get("role") or "").lower()
    ]
    for one in (*plain_ones, *main, *lines, child(meta, "title")):
        if words := line(text_of(one)):
            return words
    return ""


def _standfirst(told: Element | None) -> str:
    lines = [] if told is None else list(children(told, "description"))
    for one in lines:
        if "caption" not in (one.get("role") or "") and (words := plain(_marked(one))):
            return words
    return ""


def _marked(part: Element) -> str:
    return inner_html(part) if len(part) else text_of(part)


def _byline(told: Element | None) -> str:
    if told is None:
        return ""
    if by := line(text_of(child(told, "by")), 200):
        return by
    names = (_name(one) for one in children(told, "creator") if not one.get("literal"))
    return line(", ".join(dict.fromkeys(name for name in names if name)), 200)


def _agency(told: Element | None, meta: Element | None) -> str:
    for one in (child(told, "infoSource"), child(meta, "provider")):
        if words := _name(one):
            return words[:120]
    return ""


def _copyright(rights: Element | None) -> str:
    notice = child(rights, "copyrightNotice")
    if words := line(text_of(notice), 300):
        return words
    holder = _name(child(rights, "copyrightHolder"))
    return f"© {holder}"[:300] if holder else ""


def _terms(item: Element) -> str:
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


def _genre(told: Element | None) -> str:
    genres = [] if told is None else list(children(told, "genre"))
    for one in genres:
        code = attribute(one, "qcode", "uri").replace("/", ":")
        own = code if code.rpartition(":")[0].endswith("genre") else ""
        if words := _name(one) or genre_named(own):
            return words[:60]
    return ""


def _name(part: Element | None) -> str:
    if part is None:
        return ""
    return line(text_of(child(part, "name")) or attribute(part, "literal"), 200)


def _keywords(told: Element | None) -> tuple[str, ...]:
    if told is None:
        return ()
    found = [line(text_of(one), 100) for one in children(told, "keyword")]
    found += [_name(one)[:100] for one in children(told, "subject")]
    return tuple(dict.fromkeys(word for word in found if word))[:50]


def _status(meta: Element | None) -> str:
    said = attribute(child(meta, "pubStatus"), "qcode", "uri", "literal").lower()
    return _STATUS.get(said.rpartition(":")[2].rpartition("/")[2], "usable")


def _correction(meta: Element | None) -> str:
    signals = [] if meta is None else list(children(meta, "signal"))
    for one in signals:
        code = attribute(one, "qcode", "uri", "literal").lower()
        if code.rpartition("/")[2].endswith(_CORRECTIONS):
            note = child(meta, "edNote")
            return line(text_of(note)) or "Correction"
    return ""


def _link(meta: Element | None) -> Element | None:
    links = [] if meta is None else list(children(meta, "link"))
    for one in links:
        if "html" in (one.get("contenttype") or ""):
            return one
    return None


def _time(part: Element | None, name: str) -> datetime | None:
    return read_time(text_of(child(part, name)))


def _nitf(item: Element) -> Element | None:
    return next(everywhere(item, "nitf"), None)


def _body(item: Element, inner: Element | None) -> str:
    if inner is not None:
        return nitf.body_of(inner)
    for inline in everywhere(item, "inlineXML"):
        for body in everywhere(inline, "xhtml:body", "body"):
            return inner_html(body)
    for inline in everywhere(item, "inlineData"):
        words = text_of(inline).strip()
        kind = attribute(inline, "contenttype")
        if words and (not kind or "text" in kind or "html" in kind):
            return words if has_elements(words) else paragraphs(words)
    return ""


def _pictures(
    item: Element, told: Element | None, base: str
) -> tuple[PictureRead, ...]:
    found: dict[str, tuple[int, PictureRead]] = {}
    lines = [] if told is None else list(children(told, "description"))
    caption = next(
        (
            plain(_marked(one), 500)
            for one in lines
            if "caption" in (one.get("role") or "")
        ),
        "",
    )
    credit = line(text_of(child(told, "creditline")), 200)
    notice, terms = _copyright(child(item, "rightsInfo")), _terms(item)
    note = text_of(child(child(item, "itemMeta"), "edNote"))
    may_show = not _is_limited(item) and may_be_shown(terms, notice, credit, note)
    for one in everywhere(item, "remoteContent"):
        if not attribute(one, "contenttype").startswith("image/"):
            continue
        where = address(attribute(one, "href"), base)
        size = attribute(one, "rendition").rpartition(":")[2].lower()
        place = _SIZES.index(size) if size in _SIZES else len(_SIZES)
        if where:
            found[where] = (
                place,
                PictureRead(where, "", caption, credit, notice, terms, may_show),
            )
    ordered = sorted(found.values(), key=lambda pair: pair[0])
    # The renditions of an item are one picture in several sizes.
    return tuple(picture for _place, picture in ordered[:1])
