"""From the bytes that a server sent to what a feed says."""

from typing import Any

from django.utils.translation import gettext as _

from rostra.news.reading import (
    atom,
    iptc7901,
    json_feed,
    newsml,
    newsml1,
    ninjs,
    nitf,
    ritzau,
    rss,
)
from rostra.news.reading.decoding import (
    MOST_BYTES,
    decoded,
    json_of,
    tells_no_encoding,
)
from rostra.news.reading.entries import FeedProblem, FeedRead, PageProblem
from rostra.news.reading.trees import Element, name_of, outermost, tree_of

_READERS = {
    "rss": rss.read,
    "rdf:RDF": rss.read,
    "rdf": rss.read,
    "RDF": rss.read,
    "channel": rss.read,
    "Channel": rss.read,
    "feed": atom.read,
    "entry": atom.read,
    "newsItem": newsml.read,
    "newsMessage": newsml.read,
    "packageItem": newsml.read,
    "conceptItem": newsml.read,
    "knowledgeItem": newsml.read,
    "planningItem": newsml.read,
    "catalogItem": newsml.read,
    "contentSet": newsml.read,
    "contentMeta": newsml.read,
    "groupSet": newsml.read,
    "NewsML": newsml1.read,
    "nitf": nitf.read,
    "XMLNewsQueuedResponse": ritzau.read,
}


def read_feed(data: bytes, *, content_type: str = "", address: str = "") -> FeedRead:
    """What a feed says, or what an agency sends: RSS 0.9x, 1.0, 2.0, Atom, JSON Feed;
    NewsML 1 and G2, ninjs, NITF, IPTC 7901, and Ritzau's own XML.

    `address` is where it was found, for links that are relative to it. Does nothing but
    read. Raises FeedProblem, whose text an editor can read, and nothing else.
    """
    if len(data) > MOST_BYTES:
        raise FeedProblem(
            _("This has more than %(most)s MB: ask its publisher for a shorter feed.")
            % {"most": MOST_BYTES // 1_000_000}
        )
    is_wire, text = iptc7901.is_one(data), decoded(data, content_type)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if not start:
        raise FeedProblem(_("There is nothing at this address: the file is empty."))
    if (is_wire or start in "<{[") and tells_no_encoding(data, content_type):
        raise FeedProblem(
            _(
                "This is not in UTF-8, and says nowhere in which encoding it is: its "
                "words cannot be read. Tell its publisher."
            )
        )
    if is_wire:
        return iptc7901.read(data, content_type)
    if start in "{[":
        return _read_json(text, address)
    _look_at_start(text)
    root, is_mended = tree_of(text)
    return _read_tree(root, address, is_mended)


def _read_json(text: str, address: str) -> FeedRead:
    try:
        told: Any = json_of(text)
    except (ValueError, RecursionError):
        raise FeedProblem(
            _(
                "This begins like JSON, but is broken or cut off. If it stays so, "
                "tell its publisher."
            )
        ) from None
    if json_feed.is_one(told):
        return json_feed.read(told, address)
    if ninjs.is_one(told):
        return ninjs.read(told, address)
    if (
        isinstance(told, dict)
        and "json-schema.org" in str(told.get("$schema", ""))[:200]
    ):
        raise FeedProblem(
            _(
                "This is a JSON Schema: it describes a format, and has no news. "
                "Check that it is the right address or file."
            )
        )
    raise FeedProblem(
        _(
            "This is JSON, but neither a JSON Feed nor ninjs. Check that it is "
            "the right address or file."
        )
    )


def _look_at_start(text: str) -> None:
    start = text.lstrip("\ufeff \t\r\n")[:2_000].lower()
    if not start.startswith("<"):
        raise FeedProblem(
            _(
                "This is not XML, and not JSON: it holds no feed. Check that it is "
                "the right address or file."
            )
        )
    if start.startswith(("<!doctype html", "<html")):
        raise PageProblem(
            _("This is a page, not a feed. Its site may tell where its feed is.")
        )


def _read_tree(root: Element, address: str, is_mended: bool) -> FeedRead:
    name = name_of(root)
    read = _READERS.get(name)
    if read:
        return read(root, address, is_mended)
    if name.endswith("html"):
        # Some sites put a page around their feed.
        for inner in outermost(root, "feed", "rss"):
            return _READERS[name_of(inner)](inner, address, True)
        raise PageProblem(
            _("This is a page, not a feed. Its site may tell where its feed is.")
        )
    if name == "opml":
        raise FeedProblem(
            _("This is a list of feeds (OPML). Bring it in as such, not as one feed.")
        )
    raise FeedProblem(
        _(
            "This is XML of another kind (“%(name)s”), not a feed. Check that "
            "it is the right address or file."
        )
        % {"name": name.rpartition(":")[2][:40]}
    )
