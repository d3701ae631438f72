"""A post's text, rendered: the one place where Markdown becomes HTML."""

from collections.abc import Mapping
from dataclasses import dataclass

from rostra.foundation.markup.inlines import Mention
from rostra.foundation.markup.limits import check_html, check_source
from rostra.foundation.markup.quote_cards import QuoteFound
from rostra.foundation.markup.renderer import Renderer
from rostra.foundation.markup.sanitiser import finished
from rostra.foundation.markup.tree import Node, parse, text_of

RENDERER = 1
"""The version of all this, stored with each post: raise it when HTML changes."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a text became, and what was found in it."""

    html: str
    text: str
    """The author's own words, without quotes, as plain text."""
    mentions: tuple[str, ...]
    quotes: tuple[QuoteFound, ...]


def render(
    source: str,
    *,
    names: Mapping[str, Mention] | None = None,
    quotes: Mapping[int, str] | None = None,
) -> Rendered:
    """A Markdown text as sanitised HTML.

    `names` are the members that `@name` may link to, by the name as written;
    `quotes` are the states of the text's quotes, by place (exact, altered, edited,
    gone). Raises ValidationError if the text, or what it becomes, is over a limit.
    """
    check_source(source)
    tree = parse(source)
    renderer = Renderer(names or {}, quotes or {})
    html = renderer.kids(tree)
    check_html(html)
    return Rendered(
        html=finished(html),
        text=_own_words(tree),
        mentions=tuple(dict.fromkeys(renderer.mentions)),
        quotes=tuple(renderer.quotes),
    )


def _own_words(tree: Node) -> str:
    own = [
        text_of(kid)
        for kid in tree.kids
        if isinstance(kid, str) or kid.kind != "BlockQuote"
    ]
    return "".join(own).strip()
