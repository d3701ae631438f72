"""What the Danish agency Ritzau's service answers: a list of news in its own XML."""

from datetime import UTC
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rostra.news.reading.dates import read_time
from rostra.news.reading.entries import EntryRead, FeedProblem, FeedRead
from rostra.news.reading.rss import MOST_ENTRIES
from rostra.news.reading.trees import Element, child, everywhere, outermost, text_of
from rostra.news.reading.words import (
    MOST_BODY,
    dateline_of,
    line,
    number,
    once_escaped,
    parted,
    plain,
)

_HOME = ZoneInfo("Europe/Copenhagen")


def read(root: Element, base: str, is_mended: bool) -> FeedRead:
    """The news in an answer, which may be none. Raises FeedProblem "
    "where it is an error."""
    failed = line(text_of(next(everywhere(root, "error"), None)))
    if failed not in ("", "0"):
        why = line(text_of(next(everywhere(root, "errormsg"), None)), 200) or failed
        raise FeedProblem(
            _("The agency's service answered with an error: %(why)s") % {"why": why}
        )
    items = list(outermost(root, "RBNews"))[:MOST_ENTRIES]
    return FeedRead(
        "ritzau", entries=tuple(map(_entry, items)), is_mended=is_mended, language="da"
    )


def _entry(item: Element) -> EntryRead:
    published = read_time(_said(item, "PublishDate"))
    if published:  # It is told in Danish time, without a zone.
        published = published.replace(tzinfo=_HOME).astimezone(UTC)
    dateline, agency = dateline_of(_said(item, "town"), _said(item, "origin"))
    return EntryRead(
        id=_said(item, "NewsID"),
        headline=plain(_said(item, "headline")),
        standfirst=plain(_said(item, "subtitle")),
        body=parted(once_escaped(text_of(child(item, "content")).strip()))[:MOST_BODY],
        byline=_said(item, "byLine")[:200],
        dateline=dateline,
        agency=agency.strip("/ ")[:120],
        keywords=tuple(filter(None, [_said(item, "section")[:100]])),
        language="da",
        urgency=number(_said(item, "Priority")),
        status="canceled" if _said(item, "Annuleret") == "true" else "usable",
        correction="Correction" if _said(item, "Korrektion") == "true" else "",
        version=_said(item, "version")[:100],
        published_at=published,
    )


def _said(item: Element, name: str) -> str:
    return line(text_of(child(item, name)))
