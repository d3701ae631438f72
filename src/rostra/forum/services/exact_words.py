"""Quotes that say something else than the post they name, and the words to put there."""

import re
from dataclasses import dataclass

from rostra.accounts.models import Reader
from rostra.forum.models import Post, Quote
from rostra.forum.services.composing import compose
from rostra.forum.services.judging import words_of
from rostra.foundation import markup

_MARKS = re.compile(r"([\\`*_\[\]<>|~])")
_BEGINS = re.compile(r"^(\s*)([#+-]|\d+(?=[.)]))")


@dataclass(frozen=True, slots=True)
class AlteredQuote:
    """A quote in a text that is still to be posted, which its post does not say."""

    key: str
    name: str
    words: str
    exact: str
    """What the post says instead; empty if nothing in it is like that."""


def altered_quotes(author: Reader, source: str) -> list[AlteredQuote]:
    """The quotes in a text that would be marked as altered: no query without quotes.

    Raises ValidationError if the text is over a limit.
    """
    if "](/post/" not in source:
        return []
    cited = {quote.place: quote for quote in compose(author, source).cited}
    if not any(quote.state == Quote.State.ALTERED for quote in cited.values()):
        return []
    found = {quote.place: quote for quote in markup.render(source).quotes}
    return [
        AlteredQuote(
            key=markup.quote_key(quote.words),
            name=found[place].name,
            words=quote.words,
            exact=_closest(quote.post_id, quote.words),
        )
        for place, quote in cited.items()
        if quote.state == Quote.State.ALTERED
    ]


def with_exact_words(author: Reader, source: str, key: str) -> str:
    """A text in which the altered quote of this key says what its post says."""
    for altered in altered_quotes(author, source):
        if altered.key == key and altered.exact:
            return _replaced(source, altered)
    return source


def as_markdown(words: str) -> str:
    """Plain words as Markdown that shows just these words."""
    escaped = _MARKS.sub(r"\\\1", words)
    return _BEGINS.sub(_escaped_beginning, escaped)


def _escaped_beginning(found: re.Match[str]) -> str:
    # "1." would begin a list: there it is the dot that is escaped.
    return f"{found[1]}\\{found[2]}" if not found[2].isdigit() else f"{found[0]}\\"


def _closest(post_id: int, words: str) -> str:
    html = Post.objects.filter(pk=post_id).values_list("html", flat=True).first()
    return markup.closest(words, words_of(html)) if html else ""


def _replaced(source: str, altered: AlteredQuote) -> str:
    """The first quote with these words, outside other quotes, with the exact ones."""
    blocks = re.compile(r"^(> ?@.*\(/post/\d+/\).*\n)((?:>.*(?:\n|$))+)", re.MULTILINE)

    def exact(block: re.Match[str]) -> str:
        quotes = markup.render(block[0]).quotes
        if not quotes or markup.quote_key(quotes[0].words) != altered.key:
            return block[0]
        return f"{block[1]}>\n> {as_markdown(altered.exact)}\n"

    return blocks.sub(exact, source)
