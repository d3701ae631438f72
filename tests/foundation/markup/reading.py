"""Reads rendered HTML as a browser would, and tells what must not be in it."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

ELEMENTS = frozenset(
    "p h4 h5 h6 ul ol li blockquote pre code hr br em strong del a b sup span div table "
    "img thead tbody tr th td figure figcaption details summary svg use".split()
)
ATTRIBUTES = frozenset(
    "class dir href rel title start tabindex role aria-label aria-hidden data-quote "
    "data-post data-quote-state data-label id src alt width height loading".split()
)
ICONS = ("ok", "history", "warn", "hide")
ADDRESS = re.compile(r"(https?://|mailto:)|/(?![/\\])|#", re.IGNORECASE)


def elements(html: str) -> list[LexborNode]:
    """All elements of a fragment, in order."""
    body = LexborHTMLParser(f"<body>{html}").body
    return [node for node in body.css("*") if node.tag != "body"]


def dangers(html: str) -> list[str]:
    """Everything in a fragment that no post may contain."""
    return [danger for node in elements(html) for danger in _in_element(node)]


def _in_element(node: LexborNode) -> list[str]:
    found = [] if node.tag in ELEMENTS else [f"<{node.tag}>"]
    icons = [f"/icons.svg#{name}" for name in ICONS]
    for name, value in node.attributes.items():
        is_safe = name in ATTRIBUTES
        if name == "src":
            is_safe = bool(re.fullmatch(r"/media/cards/\d+/[\w.-]+\.webp", value or ""))
        elif name == "href" and node.tag == "use":
            is_safe = value in icons
        elif name == "href":
            is_safe = bool(ADDRESS.match(value or "")) and node.tag == "a"
        if not is_safe:
            found.append(f"<{node.tag} {name}={value!r}>")
    return found


def shown(html: str) -> str:
    """The words a reader sees, white space folded."""
    body = LexborHTMLParser(f"<body>{html}").body
    return " ".join(body.text().split())
