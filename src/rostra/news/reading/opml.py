"""OPML: lists of feeds, as readers of feeds exchange them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rostra.news.reading.decoding import MOST_BYTES, decoded
from rostra.news.reading.entries import FeedProblem
from rostra.news.reading.trees import everywhere, name_of, tree_of
from rostra.news.reading.words import address, line, without_feed_scheme

MOST_FEEDS = 1_000


@dataclass(frozen=True, slots=True)
class OutlineRead:
    """A feed in a list, and the folders above it."""

    address: str
    title: str
    folders: tuple[str, ...] = ()


def read_outlines(data: bytes) -> tuple[OutlineRead, ...]:
    """The feeds in an OPML file, each address once. Raises FeedProblem."""
    if len(data) > MOST_BYTES:
        raise FeedProblem(_("This list is too large to be read."))
    root, _mended = tree_of(decoded(data))
    if name_of(root).lower() != "opml":
        raise FeedProblem(
            _(
                "This is not a list of feeds (OPML). Have your feed reader write one: most "
                "call it “Export”."
            )
        )
    found: dict[str, OutlineRead] = {}
    for outline in everywhere(root, "outline"):
        small = {str(key).lower(): value for key, value in outline.attrib.items()}
        where = address(without_feed_scheme(small.get("xmlurl", "")))
        if where and where not in found:
            above = [up for up in outline.iterancestors() if name_of(up) == "outline"]
            folders = [
                line(up.get("text") or up.get("title") or "", 100) for up in above
            ]
            title = line(small.get("text") or small.get("title") or "", 200)
            found[where] = OutlineRead(where, title, tuple(reversed(folders)))
    if not found:
        raise FeedProblem(_("This list names no feed."))
    if len(found) > MOST_FEEDS:
        raise FeedProblem(
            _("This list names more than %(most)s feeds. Bring it in in parts.")
            % {"most": MOST_FEEDS}
        )
    return tuple(found.values())
