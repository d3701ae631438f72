"""Members named in a text: `@scott`, or `@"Noor Haddadi"` where a name has spaces."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rostra.foundation.markup.limits import LITERAL

# Letters and digits of any script, and the marks that many scripts write names with,
# which Python does not count among them.
_LETTER = r"\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0e4e\u0f00-\u109f\u1780-\u17d3"
_INSIDE = "'’.·-"
# An escaped letter is a letter: `@my\_name` names my_name.
_BARE = (
    rf"{LITERAL}?[{_LETTER}](?:{LITERAL}?(?:[{_INSIDE}]{LITERAL}?)?[{_LETTER}]){{0,59}}"
)
MENTION = (
    rf"(?<![{_LETTER}@./&+={LITERAL}-])@"
    rf'(?:"(?P<quoted>[^"\n]{{1,120}})"|(?P<bare>{_BARE}))'
)
"""A mention in the words of a tree, as a part of a pattern."""

_LAST_PART = re.compile(rf"{LITERAL}?[{_INSIDE}][{_LETTER}{LITERAL}]*$")


class Mention(NamedTuple):
    """A member that a text may link to."""

    id: int
    slug: str


class Meant(NamedTuple):
    """A name that a mention can mean, and how long it is where it is typed."""

    name: str
    length: int


def names_in(match: re.Match[str]) -> Iterator[Meant]:
    """The names that a mention can mean, the longest first: `@scott's` may be scott."""
    typed = match["quoted"] or match["bare"]
    while typed:
        yield Meant(typed.replace(LITERAL, ""), len(typed))
        typed, shorter = ("", 0) if match["quoted"] else _LAST_PART.subn("", typed)
        if not shorter:
            return


def member_in(
    match: re.Match[str], names: Mapping[str, Mention]
) -> tuple[Meant, Mention | None]:
    """The name that a mention means, and the member of that name if there is one."""
    candidates = list(names_in(match))
    meant = next((meant for meant in candidates if meant.name in names), candidates[0])
    return meant, names.get(meant.name)
