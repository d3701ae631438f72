"""Markdown to safe HTML, quotes to cards, and words compared with words."""

from rostra.foundation.markup.closest import closest
from rostra.foundation.markup.files import File, files_in
from rostra.foundation.markup.limits import LONGEST
from rostra.foundation.markup.link_cards import Cards, PageCard
from rostra.foundation.markup.marking import Passage, with_marked, with_wrapped
from rostra.foundation.markup.mentions import Mention
from rostra.foundation.markup.normalising import (
    normalise,
    quote_key,
    stands_in,
)
from rostra.foundation.markup.quote_cards import QuoteFound
from rostra.foundation.markup.rendering import RENDERER, Rendered, render
from rostra.foundation.markup.respeaking import respoken
from rostra.foundation.markup.stories import render_story

__all__ = [
    "LONGEST",
    "RENDERER",
    "Cards",
    "File",
    "Mention",
    "PageCard",
    "Passage",
    "QuoteFound",
    "Rendered",
    "closest",
    "files_in",
    "normalise",
    "quote_key",
    "render",
    "render_story",
    "respoken",
    "stands_in",
    "with_marked",
    "with_wrapped",
]
