"""IPTC 7901, the text wires of news agencies: a line of numbers, a headline, a text."""

import re
from datetime import datetime
from html import escape

from django.utils.translation import gettext as _

from rostra.news.reading.dates import read_time
from rostra.news.reading.decoding import with_controls, without_controls
from rostra.news.reading.entries import EntryRead, FeedProblem, FeedRead
from rostra.news.reading.rss import MOST_ENTRIES
from rostra.news.reading.words import MOST_BODY, line, number, wire_paragraphs

_START, _TEXT, _END = "\x01", "\x02", "\x03"
_HEAD = re.compile(r"([a-z]{1,4}\d{3,5})\s+(\d)\s+(\S+)(?:\s+(\d+))?", re.ASCII)
_SENT = re.compile(
    r"(\d\d)(\d\d)(\d\d)\s+([A-Z]{2,5})\s+([A-Z][a-z]{2})\s+(\d\d)", re.ASCII
)
_DATELINE = re.compile(r"([A-Z][\w .,'/-]{1,60}) \(([\w ./-]{1,30})\) [-–—]+ ?")
# What follows is for editors, and says that it is not for publication.
_NOTES = re.compile(r"^(?:#+ |\* \* \*)", re.MULTILINE)


def is_one(data: bytes) -> bool:
    """Whether bytes begin as a message of a wire does."""
    return data.lstrip(b"\0\x16\r\n ")[:1] == _START.encode()


def read(data: bytes, content_type: str = "") -> FeedRead:
    """The messages in it, each of which is one text. Raises FeedProblem where none begins
    with the numbers of IPTC 7901: there are other kinds of wires, such as ANPA 1312."""
    parts = with_controls(data, content_type).split(_START, MOST_ENTRIES + 1)
    messages = [one for one in parts[1 : MOST_ENTRIES + 1] if _HEAD.match(one)]
    if not messages:
        raise FeedProblem(
            _(
                "This is a text wire, but not IPTC 7901. Ask its agency for that, for "
                "NewsML-G2 or for ninjs."
            )
        )
    return FeedRead("iptc7901", entries=tuple(map(_entry, messages)))


def _entry(message: str) -> EntryRead:
    head, _stx, rest = message.partition(_TEXT)
    text, _etx, tail = rest.partition(_END)
    head, text, tail = map(without_controls, (head, text, tail))
    named = [words for one in head[:2_000].splitlines()[1:] if (words := line(one))]
    told, sent = _HEAD.match(head), _SENT.search(tail[:200])
    headline, text = _headline(text[: 2 * MOST_BODY].replace("\r", ""))
    found = wire_paragraphs(_NOTES.split(text, maxsplit=1)[0])
    dateline = _DATELINE.match(found[0]) if found else None
    if dateline:
        found[0] = found[0][dateline.end() :]
    body = "".join(f"<p>{escape(one)}</p>" for one in found)
    return EntryRead(
        # Numbers begin anew; with the time they name one message.
        id=f"{told[1]} {sent[0]}" if told and sent else "",
        headline=headline,
        body=body[:MOST_BODY],
        dateline=dateline[1] if dateline else "",
        agency=dateline[2] if dateline else "",
        keywords=tuple(words.rstrip("/")[:100] for words in named[:5]),
        urgency=number(told[2]) if told else 0,
        published_at=_time(sent) if sent else None,
    )


def _headline(text: str) -> tuple[str, str]:
    """The headline ends with ` =`; a line in capitals before it says what the message is
    (a lead, an extra), which is for editors."""
    head, mark, rest = text.lstrip("\n").partition("\n\n")
    lines = [words for one in head.split("\n") if (words := line(one))]
    if not mark or not lines:
        return line(head), rest
    if lines[-1].endswith("="):
        lines[-1] = lines[-1].rstrip("= ")
        while len(lines) > 1 and lines[0].isupper():
            del lines[0]
    return line(" ".join(lines)), rest


def _time(sent: re.Match[str]) -> datetime | None:
    day, hour, minute, zone, month, year = sent.groups()
    return read_time(f"{day} {month} 20{year} {hour}:{minute} {zone}")
