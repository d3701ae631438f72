"""Read what publishers and agencies send: one function, from bytes to entries."""

from rostra.news.reading.entries import (
    EntryRead,
    FeedProblem,
    FeedRead,
    PageProblem,
    PictureRead,
)
from rostra.news.reading.opml import OutlineRead, read_outlines
from rostra.news.reading.whole import read_feed

__all__ = [
    "EntryRead",
    "FeedProblem",
    "FeedRead",
    "OutlineRead",
    "PageProblem",
    "PictureRead",
    "read_feed",
    "read_outlines",
]
