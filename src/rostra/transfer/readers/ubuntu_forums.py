"""The Ubuntu Forums archive: one Markdown file a topic."""

import html
import re
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from rostra.transfer.converters.ubuntu import convert
from rostra.transfer.foreign import (
    ForeignCategory,
    ForeignPost,
    ForeignTopic,
    Loss,
    Reading,
)
from rostra.transfer.readers import files
from rostra.transfer.readers.fields import line
from rostra.transfer.readers.topics import member

SITE = "ubuntuforums.org"
_HEAD = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FACT = re.compile(r"^(title|date|forum):[ ]*(.*)$", re.MULTILINE)
_POST = re.compile(
    r"(?:\A|\n---\n)\n*### Post by (?P<name>[^\n]*?) on (?P<date>\d{4}-\d\d-\d\d)[ ]*(?=\n|\Z)"
)
_END = re.compile(r"\n*\n---\s*\Z")
_NUMBER = re.compile(r"(?:^|/)thread_(\d+)_")


def is_wanted(path: str) -> bool:
    """Whether a file may be a topic."""
    return path.endswith(".md") and not path.lower().endswith("readme.md")


def comes_first(path: str) -> bool:
    """No file has to be read before the others."""
    return False


def read(folder: Path, path: str, zone: tzinfo = UTC) -> Reading:
    """What one file holds. Never raises: what is wrong with it stands in the answer."""
    try:
        content = files.read(folder / path).decode("utf-8-sig", "replace")
    except files.Unreadable as error:
        return Reading(path, error=str(error))
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    head = _HEAD.match(content)
    if not head or "### Post by " not in content:
        return Reading(path, left_out="not a topic of the archive")
    facts = {name: _plain(value) for name, value in _FACT.findall(head[1])}
    topic = _topic(path, facts, content[head.end() :], zone)
    if not topic.posts:
        return Reading(path, error="no post found in it")
    return Reading(path, "topic", SITE, topics=(topic,))


def _plain(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    # Some titles were escaped twice.
    return line(html.unescape(value))


def _topic(path: str, facts: dict[str, str], text: str, zone: tzinfo) -> ForeignTopic:
    number = _NUMBER.search(path)
    key = number[1] if number else path
    forum = facts.get("forum") or path.rpartition("/")[0].replace("_", " ") or "Ubuntu"
    posts, losses = _posts(text, zone, facts.get("date", ""))
    if not number:
        losses.append(Loss("old address", "the file's name has no number of the topic"))
    losses.append(Loss("time of a post", "the archive has the day only", len(posts)))
    return ForeignTopic(
        site=SITE,
        key=key,
        title=facts.get("title") or path.rpartition("/")[2].removesuffix(".md"),
        category=ForeignCategory(f"name:{forum}", forum),
        posts=tuple(posts),
        old_addresses=(f"/showthread.php?t={key}",) if number else (),
        losses=tuple(losses),
    )


def _posts(text: str, zone: tzinfo, day: str) -> tuple[list[ForeignPost], list[Loss]]:
    starts = list(_POST.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    bodies: list[str] = []
    posts: list[ForeignPost] = []
    losses: list[Loss] = []
    previous = _day(day, zone)
    for match, end in zip(starts, ends, strict=True):
        body = _END.sub("", text[match.end() : end]).strip("\n")
        written = convert(body, bodies)
        bodies.append(body)
        losses += [
            Loss(what, "the file is not in the source") for what in written.losses
        ]
        at = _day(match["date"], zone)
        if at is None:
            losses.append(Loss("date of a post", f"cannot be read: {match['date']!r}"))
        previous = at or previous or datetime(1970, 1, 1, tzinfo=UTC)
        name = line(html.unescape(match["name"]))
        posts.append(
            ForeignPost(
                key="",
                author=member(0, name),
                written_at=previous,
                source=written.source,
                quotes=written.quotes,
            )
        )
    return posts, losses


def _day(text: str, zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=zone)
    except ValueError:
        return None
