"""A post's text, rendered: the one place where Markdown becomes HTML."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zlib import crc32

from rostra.foundation.kept_words import in_site_language
from rostra.foundation.markup.files import File
from rostra.foundation.markup.limits import check_html, tidied
from rostra.foundation.markup.link_cards import Cards, find_lonely_links
from rostra.foundation.markup.mentions import Mention
from rostra.foundation.markup.notes import place_notes
from rostra.foundation.markup.plain import own_words
from rostra.foundation.markup.quote_cards import QuoteFound
from rostra.foundation.markup.renderer import Renderer
from rostra.foundation.markup.sanitiser import sanitised
from rostra.foundation.markup.spoilers import BARS, hide_spoilers
from rostra.foundation.markup.tree import parse

RENDERER = 4
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
    members: tuple[int, ...]
    """The members among `names` whom the author's own words, outside quotes, link to."""
    quotes: tuple[QuoteFound, ...]
    links: tuple[str, ...]
    """The addresses of web pages that stand alone in a paragraph."""
    files: tuple[int, ...]
    """The numbers of files of this site that it shows or leads to, whatever `files` it
    was rendered with."""


def render(
    source: str,
    *,
    names: Mapping[str, Mention] | None = None,
    quotes: Mapping[int, str] | None = None,
    needless: Collection[int] = (),
    cards: Cards | None = None,
    salt: str = "",
    files: Mapping[int, File] | None = None,
) -> Rendered:
    """A Markdown text as sanitised HTML.

    `names` are the members that `@name` may link to, by the name as written;
    `quotes` are the states of the text's quotes, by place (exact, altered, edited,
    gone), and those at `needless` places are folded; `cards` is what is known of pages
    whose address stands alone in a paragraph. The ids in the HTML are the same for the
    same text and `salt`; `files` are those that may be shown in it, by number. Raises
    ValidationError if the text, or what it becomes, is over a limit.
    """
    source = tidied(source)
    tree = parse(source)
    if BARS in source:
        hide_spoilers(tree)
    if "[^" in source:
        place_notes(tree)
    links = find_lonely_links(tree)
    renderer = Renderer(
        tree,
        names or {},
        quotes or {},
        needless,
        cards or {},
        _prefix(source, salt),
        files or {},
    )
    with in_site_language():
        html = renderer.inside(tree)
        text = own_words(tree, renderer.running.shown)
    check_html(html)
    return Rendered(
        html=sanitised(html, shows_files=renderer.files.are_shown),
        text=text,
        mentions=tuple(renderer.running.mentions),
        members=tuple(renderer.running.members),
        quotes=tuple(renderer.quotes),
        links=links,
        files=tuple(renderer.files.met),
    )


def _prefix(source: str, salt: str) -> str:
    """What the ids of a text's notes begin with: a page shows many texts, and a text is
    rendered before its post has a number. Of two texts in 2**32, two share it."""
    return f"{crc32(salt.encode(), crc32(source.encode())):08x}"
