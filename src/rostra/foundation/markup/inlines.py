"""Running words as HTML: the addresses, mentions and emoji that are found in them."""

import re
from collections.abc import Iterator, Mapping

from markupsafe import escape

from rostra.foundation.markup.emoji import SHORTCODE, emoji_named
from rostra.foundation.markup.limits import LITERAL, MOST_LINKS, MOST_MENTIONS
from rostra.foundation.markup.links import addresses_in, link
from rostra.foundation.markup.mentions import MENTION, Mention, member_in, names_in

_SIGNS = re.compile(f"{MENTION}|{SHORTCODE}")


def literally(words: str) -> str:
    """Words as HTML that shows just these words."""
    return str(escape(words.replace(LITERAL, "")))


class RunningWords:
    """Turns the running words of one text into HTML, and counts what it may not exceed."""

    def __init__(self, names: Mapping[str, Mention]) -> None:
        self._names = names
        self._links = 0
        self._members = 0
        self.mentions: dict[str, None] = {}
        """The names that were or could be meant so far, as written, in order."""
        self.members: dict[int, None] = {}
        """The members that are linked to so far, outside quotes."""
        self.is_quoted = False

    def html(self, words: str, *, is_linked: bool = False) -> str:
        """Words with everything found in them; no link if they are in one already."""
        end = len(words)
        if is_linked:
            return "".join(self._between(words, 0, end, is_linked=True))
        parts: list[str] = []
        at = 0
        for found in addresses_in(words):
            if self.may_link():
                parts += self._between(words, at, found.start)
                shown = literally(words[found.start : found.end])
                parts.append(link(found.address, shown))
                at = found.end
        return "".join([*parts, *self._between(words, at, end)])

    def shown(self, words: str) -> str:
        """Words as plain text, as a reader of their HTML sees them."""
        return _SIGNS.sub(self._shown_sign, words).replace(LITERAL, "")

    def _shown_sign(self, match: re.Match[str]) -> str:
        if match["shortcode"]:
            return emoji_named(match["shortcode"]) or match[0]
        meant, member = member_in(match, self._names)
        return f"@{meant.name}" if member and match["quoted"] else match[0]

    def may_link(self) -> bool:
        """Whether there may be one more link; counts it."""
        self._links += 1
        return self._links <= MOST_LINKS

    def _between(
        self, words: str, at: int, end: int, *, is_linked: bool = False
    ) -> Iterator[str]:
        """The HTML of a stretch of words without addresses."""
        if "@" in words or ":" in words:
            for match in _SIGNS.finditer(words, at, end):
                sign = self._sign(match, is_linked=is_linked)
                if sign:
                    yield literally(words[at : match.start()])
                    html, at = sign
                    yield html
        yield literally(words[at:end])

    def _sign(self, match: re.Match[str], *, is_linked: bool) -> tuple[str, int] | None:
        """The HTML of a mention or an emoji and where it ends, if it is one."""
        if match["shortcode"]:
            emoji = emoji_named(match["shortcode"])
            return (emoji, match.end()) if emoji else None
        return None if is_linked else self._mention(match)

    def _mention(self, match: re.Match[str]) -> tuple[str, int] | None:
        if len(self.mentions) < 2 * MOST_MENTIONS:
            self.mentions |= dict.fromkeys(meant.name for meant in names_in(match))
        meant, member = member_in(match, self._names)
        self._members += member is not None
        if not member or self._members > MOST_MENTIONS:
            return None
        end = match.end() if match["quoted"] else match.start() + 1 + meant.length
        if not self.is_quoted:
            self.members[member.id] = None
        address = f"/member/{member.id}-{member.slug}/"
        return link(address, f"@{escape(meant.name)}", kind="mention"), end
