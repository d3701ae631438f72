"""The owner's rules about domains, asked for the links of a text."""

from dataclasses import replace

from rostra.accounts.models import User
from rostra.forum.models import Quote
from rostra.forum.publishers import check_links, has_rules, links_in
from rostra.forum.services.composing import Cited, Words

_PROVEN = (Quote.State.EXACT, Quote.State.EDITED)


def with_link_rules(author: User, words: Words, *, earlier: str = "") -> Words:
    """A text that waits for a moderator if the owner wants that of where it leads, but
    for links that stood in the `earlier` one (HTML) or in posts that it quotes.

    No query while no rule has changed. Raises ValidationError, with the owner's note,
    for a link to what is refused.
    """
    if not has_rules():
        return words
    had = set(links_in(earlier))
    new = [link for link in links_in(words.html) if link not in had]
    new = [link for link in new if not any(_says(one, link) for one in words.cited)]
    return replace(words, is_held=True) if check_links(author, new) else words


def _says(quote: Cited, link: str) -> bool:
    """Whether a quote that is proven has this link: then it is here already."""
    # The words of a bare address are the address.
    is_there = link in quote.links or link in quote.words.split()
    return is_there and quote.state in _PROVEN
