"""What is found in running words: addresses, mentions, emoji, spoilers."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from linkify_it import LinkifyIt
from markupsafe import escape

MOST_MENTIONS = 100

_MENTION = re.compile(r'(?<![\w/@.&+-])@(?:"([^"\n@]{1,80})"|([\w][\w.-]{0,59}))')
_EMOJI = re.compile(r":[a-z0-9_+-]{2,40}:")


class Mention(NamedTuple):
    """A member that a text may link to."""

    id: int
    slug: str


class Found(NamedTuple):
    """A stretch of a text that becomes something else."""

    start: int
    end: int
    html: str


def find_mentions(source: str) -> tuple[str, ...]:
    """The names after `@` in a text, as written, each once; some may be in code."""
    if "@" not in source:
        return ()
    names = dict.fromkeys(_name_in(match) for match in _MENTION.finditer(source))
    return tuple(names)[:MOST_MENTIONS]


def words_html(words: str, names: Mapping[str, Mention], heard: list[str]) -> str:
    """Running words as HTML; the names mentioned in them are added to `heard`."""
    if ":" in words:
        words = _EMOJI.sub(_emoji_in, words)
    found = _addresses(words)
    if "@" in words:
        found += _mentions(words, names, heard)
    if not found:
        return str(escape(words))
    return _replaced(words, sorted(found))


def outside_link(address: str, shown: str) -> str:
    """A link that leads away from this site; `shown` is HTML."""
    return (
        f'<a href="{escape(address)}" rel="nofollow ugc noopener" dir="auto">{shown}</a>'
    )


def _replaced(words: str, found: list[Found]) -> str:
    parts = []
    at = 0
    for one in found:
        if one.start >= at:
            parts += [str(escape(words[at : one.start])), one.html]
            at = one.end
    return "".join([*parts, str(escape(words[at:]))])


def _addresses(words: str) -> list[Found]:
    if "://" not in words and "www." not in words:
        return []
    found = []
    for match in _linkify().match(words) or ():
        if match.url.startswith(("http://", "https://")) and (
            match.schema or match.text.startswith("www.")
        ):
            html = outside_link(match.url, str(escape(match.text)))
            found.append(Found(match.index, match.last_index, html))
    return found


def _mentions(
    words: str, names: Mapping[str, Mention], heard: list[str]
) -> list[Found]:
    found = []
    for match in _MENTION.finditer(words):
        name = _name_in(match)
        member = names.get(name)
        heard.append(name)
        if member and len(heard) <= MOST_MENTIONS:
            address = f"/member/{member.id}-{member.slug}/"
            html = f'<a class="mention" href="{escape(address)}">@{escape(name)}</a>'
            end = match.end() if match[1] else match.start() + 1 + len(name)
            found.append(Found(match.start(), end, html))
    return found


def _name_in(match: re.Match[str]) -> str:
    # A full stop after a name ends the sentence; one inside it belongs to the name.
    return match[1] or match[2].rstrip(".-")


@cache
def _linkify() -> LinkifyIt:
    return LinkifyIt(options={"fuzzy_email": False})


def _emoji_in(match: re.Match[str]) -> str:
    return _emoji_names().get(match[0], match[0])


@cache
def _emoji_names() -> dict[str, str]:
    # Only loaded when somebody first writes one: it takes 10 MB while it is read.
    import emoji

    names: dict[str, str] = {}
    for sign, about in emoji.EMOJI_DATA.items():
        if about["status"] == emoji.STATUS["fully_qualified"]:
            for name in (about["en"], *about.get("alias", ())):
                names[name] = sign
    return names
