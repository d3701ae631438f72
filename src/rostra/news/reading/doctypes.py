"""What a document's type may say, and what then becomes of names such as `&nbsp;`.

No parser sees either: nothing is fetched, and nothing grows.
"""

import re
from html import escape, unescape
from html.entities import html5

from django.utils.translation import gettext as _

from rostra.news.reading.entries import FeedProblem

_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_DECLARED = re.compile(r"<!ENTITY", re.IGNORECASE)
_PLAIN = re.compile(
    r"<!ENTITY\s{1,20}(\w{1,30})\s{1,20}(?:\"([^\"&%<]{0,200})\"|'([^'&%<]{0,200})')\s{0,20}>",
    re.ASCII,
)
"""A name for a text, without another name in it."""
_OF_HTML = re.compile(
    r"<!ENTITY\s{1,20}%\s{1,20}\w{1,30}\s{1,20}PUBLIC\s{1,20}\"-//W3C//ENTITIES [^\"<]{0,100}\""
    r"\s{1,20}\"[^\"<]{0,200}\"\s{0,20}>",
    re.ASCII,
)
"""The names that HTML has, which are known here without asking for them."""
_MOST = 50
_MOST_WRITTEN = 100_000
_AMPERSAND = re.compile(
    r"&(?:(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)|(\w{1,31};)|)", re.ASCII
)
_XMLS_OWN = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})


def unsafe() -> FeedProblem:
    """What an editor is told of a document that declares more than plain names."""
    return FeedProblem(
        _(
            "This declares entities of its own, which is not safe to read. "
            "Tell its publisher."
        )
    )


def without_doctype(text: str) -> tuple[str, str]:
    """A document without the type that may stand before its root, and that type."""
    place = 0
    while found := _SPACE.match(text, place):
        place = found.end()
        if doctype := _DOCTYPE.match(text, place):
            end = doctype.end()
            if text.startswith("[", end):
                end = max(text.find("]", end), end)
            end = text.find(">", end)
            if end < 0:
                return text, ""
            return text[:place] + text[end + 1 :], text[place : end + 1]
        ends = {"<!--": "-->", "<?": "?>"}
        mark = next((one for one in ends if text.startswith(one, place)), "")
        end = text.find(ends[mark], place) if mark else -1
        if end < 0:
            break
        place = end + len(ends[mark])
    return text, ""


def entities_in(doctype: str) -> dict[str, str]:
    """The names for plain texts that a document type declares.

    Raises FeedProblem if it declares any other entity: one that is fetched, or made of
    others.
    """
    plain = _PLAIN.findall(doctype)
    count = len(_DECLARED.findall(doctype))
    if count > _MOST or count != len(plain) + len(_OF_HTML.findall(doctype)):
        raise unsafe()
    return {name: one or two for name, one, two in reversed(plain)}


def with_characters(text: str, own: dict[str, str]) -> str:
    """A text of XML, in which each name that XML lacks is a character or a text, and
    each stray ampersand is one. Raises FeedProblem if it would grow much."""
    written = 0

    def character(found: re.Match[str]) -> str:
        nonlocal written
        numbered, named = found[1], found[2]
        if numbered:
            return _numbered(numbered)
        if named in _XMLS_OWN:
            return found[0]
        if named and named[:-1] in own:
            written += len(own[named[:-1]])
            if written > _MOST_WRITTEN:
                raise unsafe()
            return escape(own[named[:-1]])
        if named and named in html5:
            return escape(html5[named])
        return "&amp;" + (named or "")

    return _AMPERSAND.sub(character, text)


def _numbered(number: str) -> str:
    # A reference to a character that XML cannot have would break the document.
    one = unescape(f"&{number}")
    return escape(one) if one.isprintable() or one.isspace() else ""
