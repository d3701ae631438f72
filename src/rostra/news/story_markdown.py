"""A story's body as an editor writes it: Markdown, from the HTML it is kept as and back."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement, fragment_fromstring

from rostra.foundation.markup import render
from rostra.news.models import Story
from rostra.news.services.story_text import dateline_start

_MARKS = re.compile(r"([\\`*\[\]<|~]|(?<!\w)_|_(?!\w)|&(?=[#\w]+;))")
_AT_START = re.compile(r"^(\s*\d*)(#|>|[-+] |[.)] )", re.MULTILINE)
_AROUND = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_LISTS = ("ul", "ol")
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", *_LISTS)


def written_body(story: Story) -> str:
    """The body of a story as Markdown, without the dateline put before it."""
    return html_as_markdown(own_body(story))


def own_body(story: Story) -> str:
    """The HTML of a body without the dateline that was put before its first words."""
    if not story.dateline:
        return story.body_html
    start = dateline_start(story.dateline, story.agency)
    return story.body_html.replace(start, "<p>", 1)


def body_html(markdown: str) -> str:
    """Markdown as HTML, of which a story keeps what it may have."""
    return render(markdown).html if markdown.strip() else ""


def html_as_markdown(html: str) -> str:
    """Sanitised HTML of a story as Markdown that says the same."""
    if not html.strip():
        return ""
    root = fragment_fromstring(html, create_parent="div")
    return "\n\n".join(_blocks(root))


def _blocks(node: HtmlElement) -> Iterator[str]:
    """The blocks in an element, and what stands between them as paragraphs."""
    loose = _escaped(node.text or "")
    for child in node:
        if child.tag in _BLOCKS:
            if loose.strip():
                yield loose.strip()
            loose = ""
            if block := _block(child):
                yield block
        else:
            loose += _mark(child)
        loose += _escaped(child.tail or "")
    if loose.strip():
        yield loose.strip()


def _block(node: HtmlElement) -> str:
    if node.tag == "p":
        return "\n\n".join(_blocks(node))
    if node.tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _lines(node))
    if node.tag in _LISTS:
        return "\n".join(_item(node, child, n) for n, child in enumerate(node, 1))
    words = " ".join(" ".join(_blocks(node)).split())
    return f"## {words}" if words else ""


def _item(parent: HtmlElement, node: HtmlElement, n: int) -> str:
    mark = f"{n}. " if parent.tag == "ol" else "- "
    first, *others = _lines(node) or [""]
    indent = " " * len(mark)
    return "\n".join([mark + first, *(f"{indent}{line}".rstrip() for line in others)])


def _lines(node: HtmlElement) -> list[str]:
    # What lies in an item follows it at once: it is one list.
    between = "\n" if node.tag == "li" else "\n\n"
    return between.join(_blocks(node)).split("\n")


def _inline(node: HtmlElement) -> str:
    said = _escaped(node.text or "")
    for child in node:
        said += _mark(child) + _escaped(child.tail or "")
    return said


def _mark(node: HtmlElement) -> str:
    if node.tag == "br":
        return "\\\n"
    words = _inline(node)
    if node.tag == "a" and node.get("href") and words.strip():
        return f"[{words.strip()}](<{node.get('href')}>)"
    around = _AROUND.get(node.tag, "") if words.strip() else ""
    lead = words[: len(words) - len(words.lstrip())]
    trail = words[len(words.rstrip()) :]
    return f"{lead}{around}{words.strip()}{around}{trail}"


def _escaped(text: str) -> str:
    spaced = re.sub(r"\s+", " ", text)
    return _AT_START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", spaced))
