"""Atom 1.0 (RFC 4287) and 0.3."""

from base64 import b64decode
from datetime import datetime

from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedRead
from rostra.news.reading.media import pictures_of, terms_of
from rostra.news.reading.rss import MOST_ENTRIES, genre_of, media_description, person
from rostra.news.reading.trees import (
    Element,
    attribute,
    child,
    children,
    inner_html,
    name_of,
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

_XML = "{http://www.w3.org/XML/1998/namespace}"


def read(root: Element, base: str, is_mended: bool) -> FeedRead:
    """What a `<feed>` says, or an `<entry>` that stands alone."""
    if name_of(root) == "entry":
        return FeedRead(
            "atom", entries=(_entry(root, base, "", ""),), is_mended=is_mended
        )
    base = _base(root, base)
    by, language = _people(root), root.get(f"{_XML}lang", "")
    entries = list(children(root, "entry"))[:MOST_ENTRIES]
    return FeedRead(
        format="atom",
        title=_plain(child(root, "title")),
        home=_link(root, base) or "",
        description=_plain(child(root, "subtitle", "tagline")),
        language=language,
        copyright=_plain(child(root, "rights", "copyright"))[:300],
        entries=tuple(_entry(entry, base, by, language) for entry in entries),
        is_mended=is_mended,
    )


def _entry(entry: Element, base: str, feed_by: str, feed_language: str) -> EntryRead:
    base = _base(entry, base)
    source = child(entry, "source")
    by = _people(entry) or ("" if source is None else _people(source)) or feed_by
    body, summary = _html(child(entry, "content"), base), child(entry, "summary")
    if not body:
        told = _html(summary, base) or _html(media_description(entry), base)
        body, summary = told, None
    told = line(text_of(child(entry, "id")), 1000)
    link = _link(entry, base)
    original = address(text_of(child(entry, "feedburner:origLink")))
    return EntryRead(
        id=told,
        address=original or link,
        addresses=addresses(original, link, *_links(entry, base)),
        headline=_plain(child(entry, "title")),
        standfirst=_plain(summary),
        body=body[:MOST_BODY],
        byline=by,
        copyright=_plain(child(entry, "rights", "copyright"))[:300],
        terms=terms_of(entry),
        pictures=pictures_of(entry, base),
        keywords=_keywords(entry),
        language=entry.get(f"{_XML}lang", "") or feed_language,
        genre=genre_of(entry),
        published_at=_time(entry, "published", "issued", "created"),
        updated_at=_time(entry, "updated", "modified"),
    )


def _time(entry: Element, *names: str) -> datetime | None:
    for name in names:
        if time := read_time(text_of(child(entry, name))):
            return time
    return None


def _base(part: Element, base: str) -> str:
    own = part.get(f"{_XML}base", "")
    return address(own, base) if own else base


def _links(part: Element, base: str) -> list[str]:
    return [
        address(one.get("href", "") or text_of(one), _base(one, base))
        for one in children(part, "link")
        if one.get("rel", "alternate") in ("alternate", "")
    ]


def _link(part: Element, base: str) -> str:
    return next((one for one in _links(part, base) if one), "")


def _people(part: Element) -> str:
    names = []
    for one in children(part, "author", "dc:creator"):
        name = child(one, "name")
        if name is not None or not len(one):
            names.append(person(text_of(one if name is None else name)))
    return line(", ".join(dict.fromkeys(name for name in names if name)), 200)


def _keywords(entry: Element) -> tuple[str, ...]:
    found = (
        attribute(one, "label") or attribute(one, "term")
        for one in children(entry, "category")
    )
    said = (line(text_of(one)) for one in children(entry, "dc:subject"))
    return tuple(dict.fromkeys(word[:100] for word in (*found, *said) if word))[:50]


def _plain(part: Element | None) -> str:
    """An Atom text construct as words in one line."""
    if part is None:
        return ""
    kind, words = _kind(part), text_of(part)
    if len(part):
        return plain(inner_html(part))
    if kind == "base64":
        return plain(_of_base64(words))
    return plain(words) if kind == "html" else line(words)


def _html(part: Element | None, base: str) -> str:
    """An Atom text construct or content as HTML; what is not text says nothing."""
    if part is None:
        return ""
    kind = _kind(part)
    if kind == "other":
        return ""
    if kind == "base64":
        return _of_base64(text_of(part))
    is_escaped = part.get("type", "") == "html" and has_elements(text_of(part))
    if len(part) and not is_escaped:
        only = part[0]
        is_wrapped = len(part) == 1 and name_of(only) in ("xhtml:div", "div")
        return inner_html(only if is_wrapped else part)
    words = text_of(part).strip()
    if kind == "html":
        return words
    return paragraphs(words) if words else ""


def _of_base64(words: str) -> str:
    """What was written so, where it is a text."""
    try:
        told = b64decode("".join(words.split()), validate=True).decode()
    except ValueError:
        return ""
    return told if told.replace("\n", " ").replace("\t", " ").isprintable() else ""


def _kind(part: Element) -> str:
    """`text`, `html` (or XHTML), `base64` or `other`; Atom 0.3 says media types, and a
    mode."""
    said = part.get("type", "text").lower().strip()
    if part.get("src") or said.startswith(("image/", "audio/", "video/")):
        return "other"
    if part.get("mode") == "base64" or said == "application/octet-stream":
        return "base64"
    is_html = (
        said in ("html", "xhtml", "text/html", "application/xhtml+xml")
        or part.get("mode") == "escaped"
    )
    if said in ("text", "text/plain", ""):
        return "text"
    return "html" if is_html or said.endswith(("+xml", "/xml")) else "text"
