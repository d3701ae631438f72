"""The body of a story: HTML from outside, of which little is kept."""

import re
from collections import Counter
from html import unescape

import nh3
from django.utils.html import escape

from rostra.foundation.markup.links import safe_address

_MOST = 256 * 1024
"""Characters of HTML that are read of a story."""
_DEEPEST = 60

_CROSSHEADS = frozenset("h1 h2 h3 h4 h5 h6".split())
_KEPT = frozenset("p br blockquote ul ol li em strong a span b i".split())
_DROPPED = frozenset(
    "script style template noscript iframe object svg math figure form select "
    "textarea title audio video canvas".split()
)
_CLOSES_ITSELF = frozenset("p li br hr img input meta link wbr source td th tr".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>?")
_HEADING = re.compile(r"<h[1-6]>")
_HEADING_END = re.compile(r"</h[1-6]>")
_BETTER = {"<b>": "<strong>", "</b>": "</strong>", "<i>": "<em>", "</i>": "</em>"}
_PRESENTATIONAL = re.compile("</?[bi]>")


def _allowed(_tag: str, name: str, value: str) -> str | None:
    return safe_address(value) if name == "href" else value


_CLEANER = nh3.Cleaner(
    tags={*_KEPT, *_CROSSHEADS},
    clean_content_tags=set(_DROPPED),
    attributes={"a": {"href"}, "*": set()},  # The default lets `title` pass anywhere.
    tag_attribute_values={"span": {"class": {"dateline"}}},
    attribute_filter=_allowed,
    link_rel="nofollow ugc noopener",
)


def render_story(html: str) -> str:
    """A story's body: paragraphs, crossheads, quotes, lists and links, and no more.

    Pictures are left out: a story's picture has its own place, and credit.
    """
    html = html[:_MOST].replace("\x00", "")
    if _is_too_deep(html):
        # The parser's time grows with the square of the depth; no article is so deep.
        html = escape(unescape(_TAG.sub(" ", html)))
    clean = _CLEANER.clean(html)
    clean = _HEADING.sub('<h2 class="crosshead">', clean)
    clean = _HEADING_END.sub("</h2>", clean)
    return _PRESENTATIONAL.sub(lambda tag: _BETTER[tag[0]], clean)


def _is_too_deep(html: str) -> bool:
    depth = 0
    open_tags: Counter[str] = Counter()
    for slash, name in _TAG.findall(html):
        name = name.lower()
        if name in _CLOSES_ITSELF:
            continue
        if not slash:
            open_tags[name] += 1
            depth += 1
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False
