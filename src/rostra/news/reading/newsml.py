"""NewsML-G2: news items, and messages that carry several (IPTC, 2.x)."""

from datetime import datetime

from rostra.news.reading import nitf
from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedRead
from rostra.news.reading.genres import genre_named, is_of_genres
from rostra.news.reading.newsml_content import (
    body_of,
    code_of,
    joined,
    marked,
    pictures_of,
    purpose_of,
    terms_of,
)
from rostra.news.reading.newsml_kinds import problem_of
from rostra.news.reading.rss import MOST_ENTRIES
from rostra.news.reading.trees import (
    Element,
    attribute,
    child,
    children,
    everywhere,
    inside,
    name_of,
    outermost,
    text_of,
)
from rostra.news.reading.words import (
    address,
    addresses,
    dateline_of,
    line,
    number,
    plain,
    without_dateline,
)

_CORRECTIONS = ("correction", "corrective", "sig:correction", "update:correction")
_STATUS = {"usable": "usable", "withheld": "withheld", "canceled": "canceled"}
_STATUS |= {"cancelled": "canceled"}


def read(root: Element, base: str, is_mended: bool) -> FeedRead:
    """The news items of a message, or one that stands alone.

    Raises FeedProblem where there is none: packages, events and plans are no stories.
    """
    is_item = name_of(root) in ("newsItem", "contentSet")
    items = [root] if is_item else list(outermost(root, "newsItem"))[:MOST_ENTRIES]
    read_ones = [_entry(item, base) for item in items]
    entries = tuple(one for one in joined(root, items, read_ones) if _says(one))
    if not entries:
        raise problem_of(root)
    sender = line(text_of(inside(root, "header", "sender")), 200)
    return FeedRead("newsml-g2", title=sender, entries=entries, is_mended=is_mended)


def _says(entry: EntryRead) -> bool:
    """Whether an entry says anything to a reader, or that it is taken back."""
    said = entry.headline or entry.standfirst or entry.body or entry.pictures
    return bool(said) or entry.status != "usable"


def _entry(item: Element, base: str) -> EntryRead:
    meta, told, rights = (
        child(item, "itemMeta"),
        child(item, "contentMeta"),
        child(item, "rightsInfo"),
    )
    inner = _nitf(item)
    link = address(attribute(_link(meta), "href"), base)
    within = EntryRead() if inner is None else nitf.entry_of(inner, base)
    dateline, agency = dateline_of(
        text_of(child(told, "dateline")) or within.dateline, _agency(told, meta)
    )
    notice = _copyright(rights)
    return EntryRead(
        id=attribute(item, "guid")[:1000],
        address=link,
        addresses=addresses(link),
        headline=_headline(told, meta) or within.headline,
        standfirst=_standfirst(told) or within.standfirst,
        body=without_dateline(body_of(item, inner), dateline),
        byline=_byline(told) or within.byline,
        dateline=dateline,
        agency=agency,
        copyright=notice,
        terms=terms_of(item),
        pictures=pictures_of(item, told, notice, base) or within.pictures,
        keywords=_keywords(told, _asserted(item)),
        language=attribute(child(told, "language"), "tag") or attribute(item, "lang"),
        genre=_genre(told),
        urgency=number(text_of(child(told, "urgency"))),
        status="withheld" if _is_held(meta) else _status(meta),
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
    plain_ones = [one for one in lines if not purpose_of(one)]
    main = [
        one
        for one in lines
        if "head" in purpose_of(one) and "sub" not in purpose_of(one)
    ]
    for one in (*plain_ones, *main, *lines, child(meta, "title")):
        if words := line(text_of(one)):
            return words
    return ""


def _standfirst(told: Element | None) -> str:
    lines = [] if told is None else list(children(told, "description"))
    for one in lines:
        if "caption" not in purpose_of(one) and (words := plain(marked(one))):
            return words
    heads = [] if told is None else list(children(told, "headline"))
    subs = (one for one in heads if "subhead" in purpose_of(one))
    return next((line(text_of(one)) for one in subs), "")


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


def _genre(told: Element | None) -> str:
    genres = [] if told is None else list(children(told, "genre"))
    for one in genres:
        code = attribute(one, "qcode", "uri")
        own = genre_named(code_of(code)) if is_of_genres(code) else ""
        if words := _name(one) or own:
            return words[:60]
    return ""


def _name(part: Element | None) -> str:
    if part is None:
        return ""
    return line(text_of(child(part, "name")) or attribute(part, "literal"), 200)


def _asserted(item: Element) -> set[str]:
    """What an item explains further down: such a literal is a reference, and no word."""
    return {attribute(one, "literal") for one in children(item, "assert")}


def _keywords(told: Element | None, references: set[str]) -> tuple[str, ...]:
    if told is None:
        return ()
    found = [line(text_of(one), 100) for one in children(told, "keyword")]
    names = (_name(one)[:100] for one in children(told, "subject"))
    found += [name for name in names if name not in references]
    return tuple(dict.fromkeys(word for word in found if word))[:50]


def _status(meta: Element | None) -> str:
    said = attribute(child(meta, "pubStatus"), "qcode", "uri", "literal")
    return _STATUS.get(code_of(said), "usable")


def _is_held(meta: Element | None) -> bool:
    """Whether an item is under an embargo that names no time: until further notice."""
    embargo = child(meta, "embargoed")
    return embargo is not None and read_time(text_of(embargo)) is None


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
