"""Puts real ids in the place of the stand-ins of a prepared topic."""

import re
from dataclasses import dataclass

from rostra.forum.models import Post, Quote
from rostra.forum.services.importing import ImportedQuote
from rostra.forum.services.judging import words_of
from rostra.foundation import markup
from rostra.transfer.preparing import (
    MEMBER_STAND_IN,
    POST_STAND_IN,
    JudgedQuote,
    PreparedPost,
)

_STAND_IN = re.compile(r"73[12]\d{13}")
_LINKED = re.compile(r"\[said\]\(/post/(73[12]\d{13})/\)")


@dataclass(frozen=True, slots=True)
class Filled:
    """A post's text with real ids, and its quotes."""

    source: str
    html: str
    quotes: tuple[ImportedQuote, ...]
    linked: int
    """How many of its quotes lead to the post they quote."""


@dataclass(frozen=True, slots=True)
class Filling:
    """The real ids of one topic.

    `posts` are those of its own posts and then of the quoted posts of other topics, 0
    where there is none; `own` is how many are its own; `members` are in the order of
    the prepared topic's.
    """

    posts: list[int]
    own: int
    members: list[int]

    def fill(self, post: PreparedPost) -> Filled:
        """The post's text and quotes, all naming rows that there are."""
        if "73" not in post.html and "73" not in post.source:
            return Filled(post.source, post.html, (), 0)
        strange = [q for q in post.quotes if q.stand_in - POST_STAND_IN >= self.own]
        source, html = post.source, post.html
        quotes = post.quotes
        if strange:
            source, html, quotes = self._with_strangers(post)
        kept = tuple(self._quote(quote) for quote in quotes)
        linked = len(_LINKED.findall(source))
        return Filled(self._replaced(source), self._replaced(html), kept, linked)

    def _with_strangers(
        self, post: PreparedPost
    ) -> tuple[str, str, tuple[JudgedQuote, ...]]:
        """A post that quotes other topics: judged now, or unlinked if they are not here."""
        source = _LINKED.sub(
            lambda match: match[0] if self._real(int(match[1])) else "said", post.source
        )
        states = {quote.stand_in: quote.is_exact for quote in post.quotes}
        judged = []
        for quote in markup.render(source).quotes:
            post_id = quote.post_id and self._real(quote.post_id)
            if not quote.post_id or not post_id:
                continue
            is_exact = states.get(quote.post_id, False)
            words = markup.normalise(quote.words)
            if quote.post_id - POST_STAND_IN >= self.own:
                is_exact = _stands_in_stored(words, post_id)
            judged.append(JudgedQuote(quote.place, quote.post_id, words, is_exact))
        marks = {q.place: "exact" if q.is_exact else "altered" for q in judged}
        return source, markup.render(source, quotes=marks).html, tuple(judged)

    def _quote(self, quote: JudgedQuote) -> ImportedQuote:
        state = Quote.State.EXACT if quote.is_exact else Quote.State.ALTERED
        return ImportedQuote(
            quote.place, self._real(quote.stand_in), quote.words, state.value
        )

    def _replaced(self, text: str) -> str:
        return _STAND_IN.sub(
            lambda match: str(self._real(int(match[0])) or match[0]), text
        )

    def _real(self, stand_in: int) -> int:
        """The real id, or 0 if there is no such row."""
        for start, ids in (
            (MEMBER_STAND_IN, self.members),
            (POST_STAND_IN, self.posts),
        ):
            place = stand_in - start
            if 0 <= place < len(ids):
                return ids[place]
        return 0


def _stands_in_stored(words: str, post_id: int) -> bool:
    html = Post.objects.filter(pk=post_id).values_list("html", flat=True).first()
    return html is not None and markup.stands_in(words, words_of(html))
