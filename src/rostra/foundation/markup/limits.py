"""What a text may cost: nobody's post may make a page slow or a server busy."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 65_536
"""Characters in the source of one post."""
DEEPEST = 24
"""Lists, items, quotes and marks inside one another; deeper ones are seen through."""
MOST_COLUMNS = 50
MOST_CELLS = 2_000
"""A larger table is shown as plain lines."""
MOST_LINKS = 1_000
"""Links in one post; further ones are shown as words."""
MOST_MENTIONS = 100
"""Members that one post may link to; further ones are shown as words."""
MOST_FILES = 100
"""Pictures and files of this site's in one post; further ones are shown as links."""
LONGEST_ADDRESS = 2_000
"""Characters of an address; a longer one is shown as words."""
LARGEST = 1_000_000
"""Characters of HTML that one post may become."""
MOST_COLOURED = 20_000
"""Characters of code that are coloured in one post; further blocks are plain."""
MOST_NOTE_MARKS = 300
"""Marks in one post that lead to a footnote; further ones are shown as words."""
MOST_CARDS = 5
"""Links alone in a paragraph that can get a card; further ones are links."""
LONGEST_CARD_ADDRESS = 1_000
LONG_QUOTE = 1_000
"""Characters of a quote from which on it is folded."""

LITERAL = "\ufdd0"
"""Stands in a parsed text before a character that its author escaped.

Unicode keeps this code point for a program's own use, and `tidied` removes it from
what was typed.
"""

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
# The rest of the control characters; those that turn the direction of all that follows
# them, also outside the post (CVE-2021-42574); and what is no character at all.
_UNWANTED = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069"
    "\ufdd0-\ufdef\ufffe\uffff]"
)


def tidied(source: str) -> str:
    """A text that may be parsed; NUL becomes U+FFFD (CommonMark 0.31.2, 2.3).

    Raises ValidationError, with both lengths, if it is over the limit.
    """
    if len(source) > LONGEST:
        raise ValidationError(
            _(
                "This text has %(have)s characters, and %(most)s is the most that one "
                "post can hold. Please shorten it, or make two posts of it."
            )
            % {"have": f"{len(source):,}", "most": f"{LONGEST:,}"}
        )
    return readable(source)


def readable(words: str) -> str:
    """Words without the characters that nobody reads; an entity may stand for one."""
    return _UNWANTED.sub("", _UNREADABLE.sub("\ufffd", words))


def check_html(html: str) -> None:
    """Raise ValidationError if a text became far more HTML than it has words."""
    if len(html) > LARGEST:
        raise ValidationError(
            _("This text has too much formatting in it. Please use less.")
        )
