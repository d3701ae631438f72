"""Whether a quote's words stand in the post that they are said to be from."""

import html as entities
import re
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from rostra.forum.models import Post, Quote
from rostra.forum.word_filters import with_masks
from rostra.foundation import markup
from rostra.foundation.kept_words import in_site_language

_BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|blockquote|figure|pre|td|th|tr|div)>|<br>")
_NOTE_MARK = re.compile(r'<sup><a [^>]*data-label="([^"]*)"[^>]*>[^<]*</a></sup>')
_NOTE_BACK = re.compile(r'<a class="note-back"[^>]*>[^<]*</a>')
_LINK_SAYS = re.compile(r'<div class="link-says">.*?</div>', re.DOTALL)
"""What other sites say is nobody's words here."""
_PICTURE = re.compile(r'<img [^>]*?\balt="([^"]*)"[^>]*>')
_LEADS = re.compile(r'<a [^>]*?href="([^"]*)"')
_QUOTES = re.compile(r"<figure\b.*?(?:</figure>|$)", re.DOTALL)


class Judged(NamedTuple):
    """What became of a quote when it was checked."""

    state: str
    revision: int
    """The newest text it can cite: the one in which its words stand, if there is one."""


class _Text:
    """One text: its words, and where it leads."""

    def __init__(self, html: str) -> None:
        self._html = html

    def says(self, words: str, links: Collection[str]) -> bool:
        """Whether these words stand in it, and these links too."""
        return self._leads.issuperset(links) and (
            markup.stands_in(words, self._words)
            or self._says_masked(words)
            or self._says_without_notes(words)
        )

    def _says_masked(self, words: str) -> bool:
        # What is masked in the post is masked in the quote.
        return "*" in self._words and markup.stands_in(_as_masked(words), self._words)

    def _says_without_notes(self, words: str) -> bool:
        # Whoever quotes a sentence may leave the marks of its footnotes out.
        bare, marks = _NOTE_MARK.subn("", self._html)
        return marks > 0 and markup.stands_in(words, words_of(bare))

    @cached_property
    def _words(self) -> str:
        return words_of(self._html)

    @cached_property
    def _leads(self) -> frozenset[str]:
        return frozenset(map(entities.unescape, _LEADS.findall(self._html)))


class _Earlier(NamedTuple):
    number: int
    is_erased: bool
    text: _Text


class Texts:
    """What a post says and what it said, each normalised once for many quotes."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def judge(self, words: str, newest: int, links: Collection[str] = ()) -> Judged:
        """The state of words said to be this post's, when `newest` was its revision;
        `links` are where they lead.

        Later texts prove nothing: whoever misquoted is not proven right by an edit.
        """
        cited = self._cited(words, links, newest)
        revision = cited or min(newest, self._post.revision)
        if self._post.hidden_at:
            return Judged(Quote.State.GONE, revision)
        if not cited:
            # Nobody is accused of what cannot be seen: they may have stood there.
            was_erased = any(e.is_erased and e.number <= newest for e in self._earlier)
            state = Quote.State.GONE if was_erased else Quote.State.ALTERED
            return Judged(state, revision)
        is_there = cited == self._post.revision or self._now.says(words, links)
        return Judged(Quote.State.EXACT if is_there else Quote.State.EDITED, cited)

    def are_quoted_whole(self, words: str) -> bool:
        """Whether a quote is of all that the post says itself."""
        return words == words_of(_QUOTES.sub(" ", self._post.html))

    def _cited(self, words: str, links: Collection[str], newest: int) -> int:
        if newest >= self._post.revision and self._now.says(words, links):
            return self._post.revision
        for number, is_erased, text in self._earlier:
            if number <= newest and not is_erased and text.says(words, links):
                return number
        return 0

    @cached_property
    def _now(self) -> _Text:
        return _Text(self._post.html)

    @cached_property
    def _earlier(self) -> tuple[_Earlier, ...]:
        rows = self._post.revisions.order_by("-number")
        return tuple(
            _Earlier(number, erased_at is not None, _Text(html))
            for number, erased_at, html in rows.values_list(
                "number", "erased_at", "html"
            )
        )


def words_of(html: str) -> str:
    """What stored HTML says, normalised for comparing; footnotes are marked as typed."""
    if "<img " in html:
        html = _PICTURE.sub(_picture_words, html)
    typed = _NOTE_MARK.sub(r"[^\1]", _LINK_SAYS.sub("", _NOTE_BACK.sub("", html)))
    spaced = _BLOCK_ENDS.sub(lambda tag: f" {tag[0]}", typed)
    return markup.normalise(entities.unescape(strip_tags(spaced)))


def _picture_words(picture: re.Match[str]) -> str:
    """What a quote says where a picture is shown (markup.plain)."""
    with in_site_language():
        said = _("Picture: %(words)s") if picture[1] else _("Picture")
    return said % {"words": picture[1]} if picture[1] else said


def _as_masked(words: str) -> str:
    shown = with_masks(entities.escape(words, quote=False), words)
    return entities.unescape(shown)
