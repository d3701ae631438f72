"""The text of an item of ninjs, which may come in several forms at once."""

import re
from typing import Any

from rostra.news.reading import nitf
from rostra.news.reading.entries import FeedProblem
from rostra.news.reading.json_feed import said
from rostra.news.reading.trees import name_of, tree_of
from rostra.news.reading.words import MOST_BODY, paragraphs, plain

_MOST_FORMS = 20
# A line of one agency's own (TT) between headline and text: subject and agency.
_OWN_LINE = re.compile(r'<div class="dat">(?:[^<]|<(?!/div>)){0,400}</div>')
_FIRST_HEADING = re.compile(
    r"(?:\s|<(?:article|section|header|div)\b[^<>]{0,200}>){0,20}<h1\b[^<>]{0,200}>"
)


def best_of(bodies: list[dict[str, Any]]) -> str:
    """The text as HTML, from the form that says most: HTML, NITF, then plain text."""
    told = [one for one in bodies if isinstance(one.get("value"), str)][:_MOST_FORMS]
    forms = [(_kind(one), one["value"][: 2 * MOST_BODY]) for one in told]
    for kind, value in forms:
        if kind == "html":
            return inside_page(value)
    for kind, value in forms:
        if kind == "nitf" and (body := _of_nitf(value)):
            return body
    plain_ones = (value for kind, value in forms if kind == "text")
    return paragraphs(next(plain_ones, "")[:MOST_BODY])


def _kind(body: dict[str, Any]) -> str:
    told = said(body, "contenttype", "contentType").lower()
    role = said(body, "role").lower()
    if "html" in told or "html" in role:
        return "html"
    if "nitf" in told or role == "nitf":
        return "nitf"
    return "other" if "xml" in told else "text"


def _of_nitf(value: str) -> str:
    try:
        root, _is_mended = tree_of(value)
    except FeedProblem:
        return ""
    return nitf.body_of(root) if name_of(root) == "nitf" else ""


def inside_page(html: str) -> str:
    """What stands in the body of a page, or all of it where it is none."""
    _before, body, rest = html[: 2 * MOST_BODY].partition("<body")
    inside = rest.partition(">")[2].rpartition("</body")[0] if body else ""
    return _OWN_LINE.sub("", inside or html, count=1)[:MOST_BODY]


def without_headline(body: str, headline: str) -> str:
    """A text without its first heading, where that is the headline once more."""
    found = _FIRST_HEADING.match(body)
    end = body.find("</h1>", found.end()) if found else -1
    if found and end > 0 and plain(body[found.end() : end]) == headline:
        return body[end + len("</h1>") :]
    return body
