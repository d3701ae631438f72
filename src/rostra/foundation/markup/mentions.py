"""Members named in a text: `@scott`, or `@"Noor Haddadi"` where a name has spaces."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rostra.foundation.markup.limits import LITERAL, MOST_MENTIONS, readable

# Letters and digits of any script, and the marks that many scripts write names with,
# which Python does not count among them.
_LETTER = r"\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0e4e\u0f00-\u109f\u1780-\u17d3"
_INSIDE = "'’.·-"
MENTION = (
    rf"(?<![{_LETTER}@./&+={LITERAL}-])@"
    rf'(?:"(?P<quoted>[^"\n]{{1,120}})"'
    rf"|(?P<bare>[{_LETTER}](?:[{_INSIDE}]?[{_LETTER}]){{0,59}}))"
)
"""A mention, as a part of a pattern."""

_MENTION = re.compile(MENTION)
_LAST_PART = re.compile(rf"[{_INSIDE}][{_LETTER}]*$")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


class Mention(NamedTuple):
    """A member that a text may link to."""

    id: int
    slug: str


def find_mentions(source: str) -> tuple[str, ...]:
    """The names that may be mentioned in a text, as written, each once.

    Some may turn out to stand in code, and `@scott's` gives `scott` as well: whoever
    renders the text asks which of them are members.
    """
    if "@" not in source:
        return ()
    plain = readable(_ESCAPE.sub(r"\1", html.unescape(source)))
    found = dict.fromkeys(
        name for match in _MENTION.finditer(plain) for name in names_in(match)
    )
    return tuple(found)[: 2 * MOST_MENTIONS]


def names_in(match: re.Match[str]) -> Iterator[str]:
    """The names that a mention can mean, the longest first."""
    if match["quoted"]:
        yield match["quoted"].replace(LITERAL, "")
        return
    name = match["bare"]
    while name:
        yield name
        name, shorter = _LAST_PART.subn("", name)
        if not shorter:
            return


def member_in(
    match: re.Match[str], names: Mapping[str, Mention]
) -> tuple[str, Mention | None]:
    """The name that a mention means, and the member of that name if there is one."""
    candidates = list(names_in(match))
    name = next((name for name in candidates if name in names), candidates[0])
    return name, names.get(name)
