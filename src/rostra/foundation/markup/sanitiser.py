"""The last gate: only what the renderer makes passes, whatever the renderer did."""

import re

import nh3

_BLOCK_TAGS = "p h4 h5 h6 ul ol li blockquote pre div hr table thead tbody tr th td"
_QUOTE_TAGS = "img figure figcaption details summary svg use"
_SPAN_TAGS = "a b em strong del code span sup br"

_NOTE = r"note-[0-9a-f]{8}-\d{1,5}-\d{1,5}"
_VALUES = {
    (
        "a",
        "class",
    ): r"mention|picture|name|note-mark|link-title|note-back|flag(?: good| serious)?",
    ("a", "aria-label"): r".*",
    ("a", "data-label"): r"[^\n]*",
    ("a", "id"): rf"{_NOTE}-from-[1-9]",
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
    ("img", "alt"): r"",
    ("img", "height"): r"\d{1,4}",
    ("img", "loading"): r"lazy",
    ("img", "src"): r"/media/cards/\d{1,12}/\d{1,18}-[0-9a-f]{16}\.webp",
    ("img", "width"): r"\d{1,4}",
    ("li", "id"): _NOTE,
    ("ol", "aria-label"): r".*",
    ("ol", "class"): r"notes",
    ("ol", "start"): r"\d{1,9}",
    ("p", "class"): r"note-backs|link-site",
    ("pre", "tabindex"): r"0",
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
    ("use", "href"): r"/icons\.svg#(?:ok|history|warn|hide)",
}
for _tag in "a b p h4 h5 h6 li blockquote summary td th".split():
    _VALUES[_tag, "dir"] = "auto"

TAGS = frozenset(f"{_BLOCK_TAGS} {_QUOTE_TAGS} {_SPAN_TAGS}".split())
VALUES = {place: re.compile(pattern, re.ASCII) for place, pattern in _VALUES.items()}
"""What may stand in a post: elements, and what each of their attributes may say."""


def _allowed(tag: str, name: str, value: str) -> str | None:
    pattern = VALUES.get((tag, name))
    return value if pattern and pattern.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: {n for t, n in VALUES if t == tag} for tag in TAGS},
    attribute_filter=_allowed,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def sanitised(html: str) -> str:
    """A post's HTML with nothing in it that the renderer could not have meant."""
    clean: str = _CLEANER.clean(html)
    return clean
