"""RSS 0.90 to 2.0 and 1.0 (RDF), with the modules that publishers use beside it."""

import re
from datetime import datetime
from html import unescape

from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedRead
from rostra.news.reading.genres import genre_named, is_of_genres
from rostra.news.reading.media import pictures_of, said_of, terms_of
from rostra.news.reading.trees import (
    Element,
    attribute,
    child,
    children,
    inner_html,
    inside,
    name_of,
    outermost,
    text_of,
)
from rostra.news.reading.words import (
    MOST_BODY,
    address,
    addresses,
    has_elements,
    line,
    paragraphs,
    plain,
)

_MAIL = re.compile(
    r"[^\s@()<>]+@[^\s@()<>]+\s*\((.+)\)|(.+?)\s*(?:<[^\s<>]+@[^\s<>]+>|\([^\s()]+@[^\s()]+\))"
)
_MAIL_ALONE = re.compile(r"[^\s@]+@[^\s@]+")
MOST_ENTRIES = 500


def read(root: Element, base: str, is_mended: bool) -> FeedRead:
    """What a `<rss>`, an `<rdf:RDF>` or a lone `<channel>` says."""
    channel = (
        root
        if name_of(root).lower() == "channel"
        else child(root, "channel", "Channel")
    )
    about = root if channel is None else channel
    base = attribute(root, "xml:base", "base") or attribute(about, "base") or base
    home = _link(about, base)
    items = list(_items(root, about))[:MOST_ENTRIES]
    language = said_of(about, "language", "dc:language")
    return FeedRead(
        format="rss1" if "rdf" in name_of(root).lower() else "rss",
        title=plain(_words(child(about, "title", "dc:title"))),
        home=home,
        description=plain(
            _words(child(about, "description", "itunes:summary", "subtitle"))
        ),
        language=language,
        copyright=line(said_of(about, "copyright", "dc:rights"), 300),
        entries=tuple(_entry(item, home or base, base, language) for item in items),
        is_mended=is_mended,
    )


def _items(root: Element, channel: Element) -> list[Element]:
    found = list(children(channel, "item", "entry"))
    for holder in (root, *children(root, "items"), *children(channel, "items")):
        if holder is not channel:
            found.extend(children(holder, "item"))
    # Where a part before them is not closed, items seem to lie in it.
    return found or list(outermost(root, "item"))


def _entry(item: Element, home: str, base: str, feed_language: str) -> EntryRead:
    guid = child(item, "guid", "id")
    own = attribute(guid, "isPermaLink").lower() if guid is not None else "false"
    told = line(text_of(guid)) or attribute(item, "about")
    link = _link(item, home or base)
    permanent = (
        address(told, home or base) if guid is not None and own != "false" else ""
    )
    body, standfirst = _body_and_standfirst(item)
    published = _time(item, "pubDate", "dcterms:issued", "published", "dc:date", "date")
    updated = _time(item, "dcterms:modified", "atom:updated", "updated", "modified")
    original = address(said_of(item, "feedburner:origLink"))
    main = original or link or permanent
    return EntryRead(
        id=told[:1000],
        address=main,
        addresses=addresses(main, link, permanent),
        headline=plain(_words(child(item, "title", "dc:title", "media:title"))),
        standfirst=standfirst,
        body=body,
        byline=_people(item),
        copyright=line(said_of(item, "copyright", "dc:rights", "media:copyright"), 300),
        terms=terms_of(item),
        pictures=pictures_of(item, home or base),
        keywords=_keywords(item),
        language=said_of(item, "language", "dc:language") or feed_language,
        genre=genre_of(item),
        published_at=published,
        updated_at=updated,
    )


def _body_and_standfirst(item: Element) -> tuple[str, str]:
    """The text, and the summary if there is another text than it."""
    whole = ""
    for name in (
        "content:encoded",
        "content",
        "xhtml:body",
        "body",
        "xhtml:div",
        "fullitem",
    ):
        if whole := _html(child(item, name)):
            break
    names = ("description", "summary")
    both = [child(item, one) for one in names]
    if not whole and all(part is not None for part in both):
        first, second = (one for one in item if name_of(one) in names and one in both)
        return _html(second)[:MOST_BODY], plain(_html(first))
    others = ("itunes:summary", "dc:description", "summary", "abstract")
    short = _html(child(item, "description", *others))
    short = short or _html(media_description(item))
    if whole and whole != short:
        return whole[:MOST_BODY], plain(short)
    return short[:MOST_BODY], ""


def media_description(item: Element) -> Element | None:
    """What is told of an item's media, in whose group it may stand (Media RSS)."""
    alone = child(item, "media:description")
    within = inside(item, "media:group", "media:description")
    return within if alone is None else alone


def _html(part: Element | None) -> str:
    words = _words(part).strip()
    if not words or part is None or len(part):
        return words
    if part.get("type") == "text/plain":
        return paragraphs(words)
    if has_elements(words):
        return words
    return paragraphs(unescape(words))


def _words(part: Element | None) -> str:
    if part is None:
        return ""
    return inner_html(part) if len(part) else text_of(part)


def _time(part: Element, *names: str) -> datetime | None:
    told: dict[str, datetime] = {}
    for found in children(part, *names):
        if (name := name_of(found)) not in told and (time := read_time(text_of(found))):
            told[name] = time
    return next((told[name] for name in names if name in told), None)


def _link(part: Element, base: str) -> str:
    for found in children(part, "link"):
        kind = found.get("rel", "alternate")
        if kind not in ("alternate", ""):
            continue
        if whole := address(text_of(found) or found.get("href", ""), base):
            return whole
    about = attribute(part, "about")
    return address(about) if about and name_of(part) == "item" else ""


def _people(item: Element) -> str:
    names = []
    for found in children(item, "dc:creator", "author", "itunes:author", "dc:author"):
        part = child(found, "name")
        names.append(person(text_of(found if part is None else part)))
    return line(", ".join(dict.fromkeys(name for name in names if name)), 200)


def person(words: str) -> str:
    """A name without the address of mail that RSS wants beside it."""
    words = line(unescape(words), 200)
    if found := _MAIL.fullmatch(words):
        return line(found[1] or found[2])
    return "" if _MAIL_ALONE.fullmatch(words) else words


def _keywords(item: Element) -> tuple[str, ...]:
    found: list[str] = []
    for one in children(item, "category", "dc:subject", "media:category", "tags"):
        words = attribute(one, "label") or line(text_of(one)) or attribute(one, "term")
        found += words.split(",") if name_of(one) == "tags" else [words]
    return tuple(dict.fromkeys(word.strip()[:100] for word in found if word.strip()))[
        :50
    ]


def genre_of(item: Element) -> str:
    """What kind of text an entry of RSS or Atom is: in PRISM's words, or as a category of
    a scheme of genres."""
    if words := said_of(item, "prism:genre"):
        return words[:60]
    for one in children(item, "category"):
        scheme = attribute(one, "domain", "scheme")
        words = attribute(one, "label") or line(text_of(one)) or attribute(one, "term")
        if words and is_of_genres(scheme):
            return words[:60]
    return genre_named(said_of(item, "dc:type"))
