"""What the corpus's authors expect of their feeds, asked of what is read here."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from rostra.news.reading import FeedProblem, FeedRead, read_feed
from rostra.news.reading.dates import read_time
from rostra.news.reading.words import line, plain

BASE = "http://127.0.0.1:8097/"
_EXPECTED = re.compile(r"Expect:\s*(.*?)\s*(?:\n[A-Z][\w-]*:|-->)", re.DOTALL)
_HEADER = re.compile(r"^Header:\s*([\w-]+):\s*(.*)$", re.MULTILINE)


class NotKept(Exception):
    """The expectation is about something that a story has no field for."""


def score(paths: list[Path], judge) -> tuple[Counter[str], list[str]]:
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
    base = urljoin(BASE, base) if urlsplit(base).scheme != "javascript" else BASE
    feed = read_feed(data, content_type=told.get("Content-type", ""), address=base)
    answers = [answer for pair in pairs if (answer := _asked(feed, *pair)) is not None]
    if not answers:
        raise NotKept
    return all(answers)


def _asked(feed: FeedRead, side: ast.expr, value: ast.expr) -> bool | None:
    """Whether one thing is as expected, or None if there is no field for it."""
    try:
        return _same(*_got(feed, side), _value(value))
    except NotKept:
        return None


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
    "tags.0.term": "keyword 0",
    "tags.1.term": "keyword 1",
    "tags.2.term": "keyword 2",
    "category": "keyword 0",
    "copyright": "copyright",
    "media_thumbnail.0.url": "picture",
}


def _got(feed: FeedRead, node: ast.expr) -> tuple[str, Any]:
    path = _path(node)
    if path[0] == "entries" and len(path) > 2:
        name = _ENTRY.get(".".join(path[2:]), "")
        if not name or int(path[1]) >= len(feed.entries):
            raise NotKept
        return name, _of_entry(feed.entries[int(path[1])], name)
    if path == ["version"]:
        return "version", feed.format
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
    if isinstance(node, ast.Attribute):
        return [*_path(node.value), node.attr]
    raise NotKept


def _same(name: str, got: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple) and len(wanted) == 9:
        return got == datetime(*wanted[:6], tzinfo=UTC)
    if name.endswith("_at"):
        return got == read_time(str(wanted))
    if not isinstance(wanted, str):
        raise NotKept
    if name == "version":
        return got.startswith(wanted[: min(3, len(wanted))])  # rss or ato(m)
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


_ENTRIES = "//*[local-name()='item' or local-name()='entry']"


def agrees_with_a_plain_search(path: Path) -> bool:
    """Whether there are as many entries as a search finds elements of their names, with
    the words that stand in each title."""
    data = path.read_bytes()
    feed = read_feed(data, address=BASE)
    if data.lstrip()[:1] == b"{":
        items = json.loads(data)["items"]
        titles = [one.get("title") or "" for one in items]
    else:
        root = etree.fromstring(_in_utf8(data), etree.XMLParser(recover=True))
        titles = [_title(one) for one in root.xpath(_ENTRIES)]
    heads = [words_of(entry.headline) for entry in feed.entries]
    return heads == [words_of(one) for one in titles]


def _in_utf8(data: bytes) -> bytes:
    """A document in UTF-8, whether it is so or says another encoding, or none."""
    told = re.search(rb"<\?xml[^>]*encoding=.([\w-]+)", data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode(told[1].decode() if told else "cp1252")
    return re.sub(r"^\s*<\?xml[^>]*>", "", text).strip().encode()


def _title(entry: etree._Element) -> str:
    found = entry.xpath("./*[local-name()='title']")
    return "".join(found[0].itertext()) if found else ""


def words_of(html: str) -> str:
    """The words of HTML without any space, told by nothing that is tested here."""
    bare = re.sub(
        r"<(script|style)\b.*?</\1>|<!--.*?-->|</?[a-zA-Z][^<>]*>",
        " ",
        html,
        flags=re.DOTALL,
    )
    return "".join(unescape(unescape(bare)).split())


def problem_of(path: Path) -> str:
    """What an editor is told of a file, or nothing if it is read."""
    try:
        read_feed(path.read_bytes(), address=BASE)
    except FeedProblem as problem:
        return str(problem)
    return ""
