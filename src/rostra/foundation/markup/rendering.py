"""A post's text, rendered: the one place where Markdown becomes HTML."""

from collections.abc import Mapping
from dataclasses import dataclass

from rostra.foundation.markup.files import File
from rostra.foundation.markup.limits import check_html, tidied
from rostra.foundation.markup.mentions import Mention
from rostra.foundation.markup.plain import own_words
from rostra.foundation.markup.quote_cards import QuoteFound
from rostra.foundation.markup.renderer import Renderer
from rostra.foundation.markup.sanitiser import sanitised
from rostra.foundation.markup.spoilers import BARS, hide_spoilers
from rostra.foundation.markup.tree import parse

RENDERER = 1
"""The version of all this, stored with each post: raise it when HTML changes."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a text became, and what was found in it."""

    html: str
    text: str
    """The author's own words, without quotes, as plain text."""
    mentions: tuple[str, ...]
    """The names that it may mention, as written: `@scott's` gives `scott's` and `scott`.
    They are the same whatever `names` it was rendered with."""
    quotes: tuple[QuoteFound, ...]
    files: tuple[int, ...]
    """The numbers of files of this site that it shows or leads to, whatever `files` it
    was rendered with."""


def render(
    source: str,
    *,
    names: Mapping[str, Mention] | None = None,
    quotes: Mapping[int, str] | None = None,
    files: Mapping[int, File] | None = None,
) -> Rendered:
    """A Markdown text as sanitised HTML.

    `names` are the members that `@name` may link to, by the name as written;
    `quotes` are the states of the text's quotes, by place (exact, altered, edited,
    gone); `files` are those that may be shown in it, by number. Raises ValidationError if the text, or what it becomes, is over a limit.
    """
    tree = parse(tidied(source))
    if BARS in source:
        hide_spoilers(tree)
    renderer = Renderer(tree, names or {}, quotes or {}, files or {})
    html = renderer.inside(tree)
    check_html(html)
    return Rendered(
        html=sanitised(html, shows_files=renderer.files.are_shown),
        text=own_words(tree, renderer.running.shown),
        mentions=tuple(renderer.running.mentions),
        quotes=tuple(renderer.quotes),
        files=tuple(renderer.files.met),
    )
