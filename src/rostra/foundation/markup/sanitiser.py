"""The last gate: only what the renderer makes passes, whatever the renderer did."""

import re

import nh3

from rostra.foundation.markup.files import SIZES
from rostra.foundation.markup.videos import PLAYER_SITES

_BLOCK_TAGS = "p h4 h5 h6 ul ol li blockquote pre div hr table thead tbody tr th td"
_QUOTE_TAGS = "play-video img figure figcaption details summary svg use"
_SPAN_TAGS = "a b em strong del code span sup br"
_SIZE = r"/file/\d{1,18}/(?:sizes/\d{1,5}\.(?:webp|avif)|[^/\s\\,]*) \d{1,5}w"

_PLAYER = rf"(?:{'|'.join(map(re.escape, PLAYER_SITES))})/[\w./?=-]*"
_NOTE = r"note-[0-9a-f]{8}-\d{1,5}-\d{1,5}"
_VALUES = {
    (
        "a",
        "class",
    ): r"mention|picture|name|note-mark|link-title|note-back|shown|file|flag(?: good| serious)?",
    ("a", "aria-label"): r".*",
    ("a", "data-label"): r"[^\n]*",
    ("a", "id"): rf"{_NOTE}-from-[1-9]",
    ("a", "data-about"): r"[^\n]*",
    ("a", "href"): r"(?:(?i:https?://|mailto:)|/(?!/)|#)[^\s\\]*",
    ("a", "rel"): r"nofollow(?: ugc noopener)?",
    ("a", "title"): r"[\s\S]*",
    ("b", "class"): r"name",
    ("code", "class"): r"language-[\w+#.-]{1,30}",
    ("details", "class"): r"hidden-blocks",
    ("div", "aria-label"): r".*",
    ("div", "class"): r"table|link-card|link-says",
    ("div", "role"): r"region",
    ("div", "tabindex"): r"0",
    ("figure", "class"): r"quote",
    ("figure", "data-post"): r"\d{1,18}",
    ("figure", "data-quote"): r"\d{1,5}",
    ("figure", "data-quote-state"): r"exact|altered|edited|gone",
    ("img", "alt"): r"[\s\S]*",
    ("img", "height"): r"\d{1,5}",
    ("img", "loading"): r"lazy",
    ("img", "sizes"): re.escape(SIZES),
    (
        "img",
        "src",
    ): r"/file/\d{1,18}/[^/\s\\]*|/media/cards/\d{1,12}/\d{1,18}-[0-9a-f]{16}\.webp",
    ("img", "srcset"): rf"{_SIZE}(?:, {_SIZE})*",
    ("img", "width"): r"\d{1,5}",
    ("li", "id"): _NOTE,
    ("ol", "aria-label"): r".*",
    ("ol", "class"): r"notes",
    ("ol", "start"): r"\d{1,9}",
    ("p", "class"): r"note-backs|link-site",
    ("play-video", "data-player"): _PLAYER,
    ("play-video", "data-words"): r"[^\n]*",
    ("pre", "tabindex"): r"0",
    ("source", "sizes"): re.escape(SIZES),
    ("source", "srcset"): rf"{_SIZE}(?:, {_SIZE})*",
    ("source", "type"): r"image/avif",
    ("span", "aria-label"): r".*",
    (
        "span",
        "class",
    ): r"spoiler|flag|code-(?:comment|string|number|keyword|name|added|removed)",
    ("span", "role"): r"img",
    ("span", "tabindex"): r"0",
    ("svg", "aria-hidden"): r"true",
    ("svg", "class"): r"icon",
    ("td", "class"): r"centred|to-end",
    ("th", "class"): r"centred|to-end",
    ("use", "href"): r"/icons\.svg#(?:ok|history|warn|hide|story)",
}
for _tag in "a b p h4 h5 h6 li blockquote summary td th".split():
    _VALUES[_tag, "dir"] = "auto"

TAGS = frozenset(f"{_BLOCK_TAGS} {_QUOTE_TAGS} {_SPAN_TAGS}".split())
FILE_TAGS = frozenset("picture source".split())
"""What stands only in texts that show files of this site's own."""
VALUES = {place: re.compile(pattern, re.ASCII) for place, pattern in _VALUES.items()}
"""What may stand in a post: elements, and what each of their attributes may say."""


def _allowed(tag: str, name: str, value: str) -> str | None:
    pattern = VALUES.get((tag, name))
    return value if pattern and pattern.fullmatch(value) else None


def _cleaner(tags: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(tags),
        attributes={tag: {n for t, n in VALUES if t == tag} for tag in tags},
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )


_CLEANER = _cleaner(TAGS)
_CLEANER_WITH_FILES = _cleaner(TAGS | FILE_TAGS)


def sanitised(html: str, *, shows_files: bool = False) -> str:
    """A post's HTML with nothing in it that the renderer could not have meant."""
    cleaner = _CLEANER_WITH_FILES if shows_files else _CLEANER
    clean: str = cleaner.clean(html)
    return clean
