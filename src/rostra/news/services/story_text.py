"""A story's words in the three forms they are kept in: HTML, plain text, Markdown."""

import html as entities
import re

from django.utils.html import escape, strip_tags

from rostra.foundation.markup import LONGEST, render_story

_BLOCK_ENDS = re.compile(
    r"</(?:p|li|h[1-6]|blockquote|figcaption|pre|tr|div)>|<br\s*/?>"
)
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>")
_MARKS = re.compile(r"([\\`*_\[\]<>#|~@:&])")
_LATE_MARKS = re.compile(r"\|(?=\|)|:(?=[a-z][\w+-]*:)|@(?=[\w\"])")
"""What the renderer looks for in finished text, where a backslash no longer helps."""
_JOINER = "\u2060"
_LINE_MARKS = re.compile(r"^(\d*)([-+=.)])", re.MULTILINE)


def story_html(body: str, dateline: str = "", agency: str = "") -> str:
    """A story's body as shown: sanitised, with place and agency before its first words.

    `body` is HTML from outside; nothing is put before a text that has no paragraph.
    """
    html = render_story(body) if body.strip() else ""
    if not dateline:
        return html
    start = dateline_start(dateline, agency)
    return _PARAGRAPH.sub(lambda _: start, html, count=1)


def dateline_start(dateline: str, agency: str) -> str:
    """How the first paragraph begins that has place and agency before its words."""
    origin = f" ({escape(agency)})" if agency else ""
    return f'<p><span class="dateline">{escape(dateline)}</span>{origin} — '


def plain_text(html: str) -> str:
    """What HTML says: a paragraph each, an empty line between."""
    spaced = _BLOCK_ENDS.sub("\n\n", html)
    said = entities.unescape(strip_tags(spaced))
    paragraphs = (" ".join(part.split()) for part in said.split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)


def as_markdown(text: str) -> str:
    """Plain text as Markdown that renders as these words and nothing else, cut at the
    limit. An invisible joiner (U+2060) keeps spoilers, emoji and mentions from forming."""
    parted = _LATE_MARKS.sub(lambda mark: mark[0] + _JOINER, text)
    escaped = _LINE_MARKS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", parted))
    if len(escaped) <= LONGEST:
        return escaped
    return escaped[: LONGEST - 2].rsplit("\n\n", 1)[0] + "\n\n…"
