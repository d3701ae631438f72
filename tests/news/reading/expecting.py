"""What the corpus's authors expect of their feeds, asked of what is read here."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rostra.news.reading import FeedProblem, FeedRead, read_feed
from rostra.news.reading.dates import read_time
from rostra.news.reading.words import line, plain

BASE = "http://127.0.0.1:8097/"
_EXPECTED = re.compile(r"Expect:\s*(.*?)\s*(?:\n[A-Z][\w-]*:|-->)", re.DOTALL)
_HEADER = re.compile(r"^Header:\s*([\w-]+):\s*(.*)$", re.MULTILINE)


class NotKept(Exception):
    """The expectation is about something that a story has no field for."""


def score(paths: list[Path], judge) -> tuple[Counter, list[str]]:
    """How many were met, missed and not asked for, and the names of the missed."""
    counts, missed = Counter(), []
    for path in paths:
        try:
            met = judge(path)
        except NotKept:
            counts["no field"] += 1
            continue
        counts["met" if met else "missed"] += 1
        if not met:
            missed.append(path.name)
    return counts, missed


def meets_feedparser(path: Path) -> bool:
    """Whether a file of feedparser's tests says here what its first comment expects."""
    data = path.read_bytes()
    head = data.decode("utf-8", "replace")
    found = _EXPECTED.search(head)
    if found is None:
        raise NotKept
    wanted = ast.parse(" ".join(found[1].split()), mode="eval").body
    told = dict(_HEADER.findall(head))
    base = told.get("Content-Location", "") or BASE + "tests/" + path.name
    pairs = list(_compared(wanted))
    if not pairs:
        raise NotKept
    feed = read_feed(data, content_type=told.get("Content-type", ""), address=base)
    return all(_same(*_got(feed, side), _value(value)) for side, value in pairs)


def _compared(node: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for part in node.values:
            yield from _compared(part)
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
        yield node.left, node.comparators[0]
    elif isinstance(node, ast.UnaryOp | ast.Name):
        return  # `not bozo`: whether it was broken is asked elsewhere.
    else:
        raise NotKept


_FEED = {
    "title": "title",
    "title_detail.value": "title",
    "subtitle": "description",
    "tagline": "description",
    "description": "description",
    "subtitle_detail.value": "description",
    "info": "",
    "link": "home",
    "rights": "copyright",
    "rights_detail.value": "copyright",
    "copyright": "copyright",
    "language": "language",
}
_ENTRY = {
    "title": "headline",
    "title_detail.value": "headline",
    "summary": "summary",
    "summary_detail.value": "summary",
    "description": "summary",
    "content.0.value": "body",
    "link": "address",
    "id": "id",
    "guid": "id",
    "author": "byline",
    "author_detail.name": "byline",
    "authors.0.name": "person 0",
    "authors.1.name": "person 1",
    "published": "published_at",
    "published_parsed": "published_at",
    "updated_parsed": "updated_at",
    "updated": "updated_at",
    "rights": "copyright",
    "rights_detail.value": "copyright",
    "language": "language",
    "tags.0.label": "keyword 0",
    "category": "keyword 0",
    "media_thumbnail.0.url": "picture",
}


def _got(feed: FeedRead, node: ast.expr) -> tuple[str, Any]:
    path = _path(node)
    if path[0] == "entries" and len(path) > 2:
        name = _ENTRY.get(".".join(path[2:]), "")
        if not name or int(path[1]) >= len(feed.entries):
            raise NotKept
        return name, _of_entry(feed.entries[int(path[1])], name)
    name = _FEED.get(".".join(path[1:]), "") if path[0] == "feed" else ""
    if not name:
        raise NotKept
    return name, getattr(feed, name)


def _of_entry(entry, name: str) -> Any:
    if name == "summary":
        return entry.standfirst or entry.body
    if name.startswith("keyword"):
        place = int(name[-1])
        return entry.keywords[place] if place < len(entry.keywords) else ""
    if name.startswith("person"):
        people = entry.byline.split(", ")
        return people[int(name[-1])] if int(name[-1]) < len(people) else ""
    if name == "picture":
        return entry.pictures[0].address if entry.pictures else ""
    if name in ("updated_at", "published_at"):
        # What is said once is the time of publishing here, as on a page.
        other = {"updated_at": "published_at", "published_at": "updated_at"}[name]
        return getattr(entry, name) or getattr(entry, other)
    return getattr(entry, name)


def _value(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        raise NotKept from None


def _path(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Subscript):
        return [*_path(node.value), str(ast.literal_eval(node.slice))]
    raise NotKept


def _same(name: str, got: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple) and len(wanted) == 9:
        return got == datetime(*wanted[:6], tzinfo=UTC)
    if name.endswith("_at"):
        return got == read_time(str(wanted))
    if not isinstance(wanted, str):
        raise NotKept
    if name == "byline":
        wanted = re.sub(r"\s*\(?<?[^\s@()<>]+@[^\s@()<>]+\)?>?", "", wanted).strip()
    if name in ("address", "home") and not wanted.lower().startswith("http"):
        return got == ""  # Only addresses of the web are places to go.
    same = {_words(got), line(got)} & {_words(wanted), line(wanted)}
    return bool(same)


def _words(said: str) -> str:
    return plain(" ".join(said.split()))


def meets_feed_rs(path: Path) -> bool:
    """Whether a feed says here what feed-rs has written beside it."""
    wanted = json.loads(path.with_name(f"{path.stem}.serde.json").read_bytes())
    feed = read_feed(path.read_bytes(), address=BASE)
    if _words(_content(wanted["title"])) != _words(feed.title):
        return False
    if len(wanted["entries"]) != len(feed.entries):
        return False
    pairs = zip(wanted["entries"], feed.entries, strict=True)
    return all(_meets_entry(*pair) for pair in pairs)


def _meets_entry(wanted: dict[str, Any], entry) -> bool:
    if _words(_content(wanted["title"])) != _words(entry.headline):
        return False
    said = {entry.published_at, entry.updated_at}
    times = (wanted["published"], wanted["updated"])
    if any(time and read_time(time) not in said for time in times):
        return False
    links = {
        one["href"] for one in wanted["links"] if one["rel"] in (None, "alternate")
    }
    links = {_settled(one) for one in links if one.startswith("http")}
    return not links or bool(links & set(map(_settled, entry.addresses)))


def _settled(address: str) -> str:
    """An address as feed-rs writes it: its host in small letters, and with a path."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


def _content(told: dict[str, Any] | None) -> str:
    return (told or {}).get("content") or ""


def reads(path: Path) -> bool:
    """Whether a file gives entries, each with words; raises FeedProblem."""
    feed = read_feed(path.read_bytes(), address=BASE)
    return bool(feed.entries) and all(e.headline or e.body for e in feed.entries)


def problem_of(path: Path) -> str:
    """What an editor is told of a file, or nothing if it is read."""
    try:
        read_feed(path.read_bytes(), address=BASE)
    except FeedProblem as problem:
        return str(problem)
    return ""
