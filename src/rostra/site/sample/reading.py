"""Read a topic's file: what was said, by whom, how long ago, and what became of it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "mo": timedelta(days=30),
    "y": timedelta(days=365),
}
_PART = re.compile(r"(\d+)\s*(mo|[mhdwy])\b")
_HEAD = re.compile(r"=== (?P<author>[^,]+), (?P<ago>.+?) ago(?: #(?P<key>[\w-]+))?")
_CHANGE = re.compile(r"--- (?P<verb>\w+) (?P<ago>.+?) ago: (?P<reason>.+)")
_NOTE = re.compile(r"(reactions|recommended|hidden|kind): (.+)")


class UnreadableSample(ValueError):
    """A file of the sample is not written as the others are; says which and where."""


@dataclass(frozen=True, slots=True)
class Change:
    """A later text of a post: `edited`, or of a story: `corrected`, `withdrawn`."""

    verb: str
    ago: timedelta
    reason: str
    text: str


@dataclass(slots=True)
class PostText:
    """A post as its file tells of it."""

    author: str
    ago: timedelta
    key: str = ""
    text: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    """`reactions`, `recommended`, `hidden` and `kind`, where given."""
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TopicText:
    """A topic as its file tells of it. The first post is the opening post."""

    name: str
    front: dict[str, Any]
    """The front matter, as topics/README.md describes it."""
    posts: list[PostText]


def read_topic(path: Path) -> TopicText:
    """A topic's file. Raises UnreadableSample."""
    _, front_matter, body = path.read_text("utf-8").split("+++\n", 2)
    front = tomllib.loads(front_matter)
    opening = PostText(
        front["by"], time_ago(front["ago"]), front.get("key", ""), notes={}
    )
    for name in ("reactions", "recommended"):
        if name in front:
            opening.notes[name] = front[name]
    posts = list(_posts(opening, body, path.name))
    _check_order(posts, path.name)
    return TopicText(path.stem, front, posts)


def time_ago(words: str) -> timedelta:
    """`3d 4h` as a time: y years, mo months, w weeks, d days, h hours, m minutes."""
    parts = _PART.findall(words)
    if not parts or _PART.sub("", words).strip():
        raise UnreadableSample(f"not a time: {words!r}")
    return sum((int(count) * _UNITS[unit] for count, unit in parts), timedelta())


def _posts(opening: PostText, body: str, where: str) -> Iterator[PostText]:
    post = opening
    for block in re.split(r"^(?==== )", body, flags=re.MULTILINE):
        if block.startswith("=== "):
            head, _, block = block.partition("\n")
            found = _HEAD.fullmatch(head.strip())
            if not found:
                raise UnreadableSample(f"{where}: {head}")
            key = found["key"] or ""
            post = PostText(found["author"], time_ago(found["ago"]), key)
        _fill(post, block)
        yield post


def _fill(post: PostText, block: str) -> None:
    lines = block.strip("\n").split("\n")
    while found := _NOTE.fullmatch(lines[0]):
        post.notes[found[1]] = found[2]
        del lines[0]
    text, *later = re.split(r"^(?=--- \w)", "\n".join(lines), flags=re.MULTILINE)
    post.text = text.strip("\n")
    for part in later:
        head, _, new = part.partition("\n")
        change = _CHANGE.fullmatch(head.strip())
        if not change:
            raise UnreadableSample(head)
        ago = time_ago(change["ago"])
        words = new.strip("\n")
        post.changes.append(Change(change["verb"], ago, change["reason"], words))


def _check_order(posts: list[PostText], where: str) -> None:
    for earlier, later in pairwise(posts):
        if later.ago > earlier.ago:
            raise UnreadableSample(
                f"{where}: {later.author}, {later.ago} ago, comes after a newer post"
            )
