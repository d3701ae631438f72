"""The JSON that the public tool forumscraper makes, one file a topic, member or list."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from rostra.transfer.foreign import ForeignCategory, ForeignMember, Reading
from rostra.transfer.readers import files, invision, xenforo
from rostra.transfer.readers.fields import Fields, line, parts, path_of, plain, text
from rostra.transfer.readers.phpbb import PhpbbReader
from rostra.transfer.readers.smf import SmfReader
from rostra.transfer.readers.topics import TopicReader, site_of
from rostra.transfer.readers.vbulletin import VbulletinReader
from rostra.transfer.readers.xmb import XmbReader

ENGINES: dict[str, type[TopicReader]] = {
    "invision": invision.InvisionReader,
    "phpbb": PhpbbReader,
    "smf": SmfReader,
    "vbulletin": VbulletinReader,
    "xenforo": xenforo.XenforoReader,
    "xmb": XmbReader,
}
_MEMBERS: dict[str, Callable[[Fields], tuple[str, ForeignMember]]] = {
    "invision": invision.read_member,
    "xenforo": xenforo.read_member,
}
_OTHERS = {"hackernews": "Hacker News", "stackexchange": "Stack Exchange"}
_TAG = re.compile(r"<[^<>]*>")
_LISTS = ("forum", "board", "tag")
_NAME = re.compile(r"(?:\.json(?:\.(?:gz|bz2|xz|lzma))?|(?:^|/)(?:[mfb]-)?[0-9a-f]+)$")
"""The tool names files with an ending, or by a number or hash alone."""


def is_wanted(path: str) -> bool:
    """Whether a file may be one of the tool's; the rest of a folder is not read."""
    return bool(_NAME.search(path))


def comes_first(path: str) -> bool:
    """Members and lists are read before the topics that name them, where names tell."""
    return path.rsplit("/", 1)[-1].startswith(("m-", "b-", "f-"))


def read(folder: Path, path: str, zone: tzinfo = UTC) -> Reading:
    """What one file holds. Never raises: what is wrong with it stands in the answer."""
    try:
        content = json.loads(files.read(folder / path))
    except files.Unreadable as error:
        return Reading(path, error=str(error))
    except (ValueError, RecursionError) as error:
        return Reading(path, error=f"is not JSON: {str(error)[:100]}")
    if not isinstance(content, dict):
        return Reading(path, left_out="not a file of forumscraper")
    seen_at = datetime.fromtimestamp((folder / path).stat().st_mtime, UTC)
    try:
        return _read(path, content, seen_at, zone)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return Reading(path, error=f"cannot be understood: {str(error)[:100]}")


def _read(path: str, content: Fields, seen_at: datetime, zone: tzinfo) -> Reading:
    engine, kind = engine_of(content)
    if engine in _OTHERS:
        return Reading(path, left_out=f"{_OTHERS[engine]} is no forum")
    if engine not in ENGINES:
        return Reading(path, left_out="not a file of forumscraper")
    if kind == "thread":
        reader = ENGINES[engine](dict(content), seen_at, zone)
        content.clear()
        topic = reader.read()
        return Reading(path, "topic", topic.site, topics=(topic,))
    if kind == "user" and engine in _MEMBERS:
        site, found = _MEMBERS[engine](content)
        return Reading(path, "member", site, members=(found,))
    if kind in _LISTS:
        site = site_of(text(content, "url"), ENGINES[engine].site_end)
        return Reading(path, "list", site, categories=tuple(_categories(content)))
    return Reading(path, left_out=f"nothing is taken from a {engine} {kind} file")


def engine_of(content: Fields) -> tuple[str, str]:
    """The engine and the kind of a file, from what it says or else from its shape."""
    told = text(content, "format_version")
    if told:
        return told.partition("-")[0], told.rpartition("-")[2]
    posts = parts(content, "posts")
    first = posts[0] if posts and isinstance(posts[0], dict) else {}
    shapes = {
        "invision": {"reactions_details"},
        "xmb": {"body", "stars"},
        "smf": {"body", "postid"},
        "phpbb": {"content", "postid"},
        "vbulletin": {"content", "thankedby"},
        "xenforo": {"text", "user_id"},
        "stackexchange": {"checkmark"},
    }
    if "comments" in content and not posts:
        return "hackernews", "thread"
    for engine, fields in shapes.items():
        if fields <= first.keys():
            return engine, "thread"
    return "", ""


def _categories(content: Fields) -> Iterator[ForeignCategory]:
    """All forums that a list names, with their subforums."""
    waiting: list[Any] = [content]
    while waiting:
        place = waiting.pop()
        for field in ("categories", "groups", "forums", "childboards"):
            waiting.extend(
                part for part in parts(place, field) if isinstance(part, dict)
            )
        name, link = plain(place, "name") or plain(place, "title"), text(place, "link")
        if name and link:
            about = line(_TAG.sub(" ", text(place, "description")))
            yield ForeignCategory("", name, about, (path_of(link),))
