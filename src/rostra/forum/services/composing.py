"""From what an author typed to what is stored: rendered words and judged quotes.

This happens before any row is locked: rendering takes longer than writing, and it
must not keep other writers waiting.
"""

import html as entities
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.html import strip_tags

from rostra.accounts.models import FormerName, Reader, User
from rostra.accounts.names import name_key
from rostra.forum.models import Post, Quote
from rostra.forum.services.linking import cards_of
from rostra.forum.word_filters import check_words, has_filters, with_masks
from rostra.foundation import markup
from rostra.foundation.versions import raise_versions

_NOTE_MARK = re.compile(r'<sup><a [^>]*data-label="([^"]*)"[^>]*>[^<]*</a></sup>')
_LINK_SAYS = re.compile(r'<div class="link-says">.*?</div>', re.DOTALL)
"""What other sites say is nobody's words here."""
_NOTE_BACK = re.compile(r'<a class="note-back"[^>]*>[^<]*</a>')
_BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|blockquote|figure|pre|td|th|tr|div)>|<br>")


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote found in a text, and what became of it when it was checked."""

    place: int
    post_id: int
    revision: int
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text ready to be stored."""

    source: str
    html: str
    cited: tuple[Cited, ...]
    links: tuple[str, ...] = ()


def compose(author: Reader, source: str) -> Words:
    """Render a text and check its quotes: no query without quotes, mentions and links
    that stand alone, else at most five.

    Raises ValidationError if the text is over a limit, or has words that the owner
    does not want.
    """
    salt = secrets.token_hex(8)
    names, rendered = _with_mentions(source, salt)
    cited = tuple(_judge_all(author, rendered.quotes))
    cards = cards_of(rendered.links)
    if cited or cards:
        marks = {quote.place: quote.state for quote in cited}
        rendered = markup.render(
            source, names=names, quotes=marks, cards=cards, salt=salt
        )
    html = rendered.html
    if has_filters():
        plain = words_of(html)
        check_words(author, plain)
        html = with_masks(html, plain)
    return Words(source, html, cited, rendered.links)


def render_again(post: Post) -> str:
    """The HTML of a stored post, with the states its quotes have now."""
    return rendered_again(post.source, post).html


@transaction.atomic
def show_again(post_id: int) -> None:
    """Store the HTML of a post anew, where what it is made of has changed."""
    rows = Post.objects.select_for_update(of=("self",), no_key=True)
    post = rows.filter(pk=post_id).first()
    if post is None:
        return
    html, version = render_again(post), markup.RENDERER
    Post.objects.filter(pk=post_id).update(html=html, renderer=version)
    raise_versions(f"topic:{post.topic_id}", f"member:{post.author_id}")


def rendered_again(source: str, post: Post | None = None) -> markup.Rendered:
    """A stored text with links to the members it mentions and cards of the pages it
    links to, and the states of its quotes if it is the current one of a post."""
    marks = dict(post.quotes.values_list("place", "state")) if post else {}
    salt = f"post:{post.pk}" if post else ""
    names, rendered = _with_mentions(source, salt)
    cards = cards_of(rendered.links)
    if marks or cards:
        rendered = markup.render(
            source, names=names, quotes=marks, cards=cards, salt=salt
        )
    return replace(rendered, html=_with_masks(rendered.html))


def write_quotes(post: Post, cited: Iterable[Cited]) -> None:
    """Put the quotes of a post's current text in the place of its earlier ones."""
    post.quotes.all().delete()
    Quote.objects.bulk_create(
        Quote(
            post=post,
            place=quote.place,
            quoted_post_id=quote.post_id,
            revision=quote.revision,
            words=quote.words,
            state=quote.state,
        )
        for quote in cited
    )


def judge(words: str, post: Post) -> tuple[str, int]:
    """The state of words said to be a post's, and the number of the revision they cite.

    They are looked for in the current text first, then in every earlier one.
    """
    if post.hidden_at:
        return Quote.State.GONE, post.revision
    if _is_said(words, post.html):
        return Quote.State.EXACT, post.revision
    erased = 0
    for revision in post.revisions.order_by("-number"):
        if revision.erased_at:
            erased = revision.number
        elif _is_said(words, revision.html):
            return Quote.State.EDITED, revision.number
    if erased:  # They may have stood there: nobody is accused of what cannot be seen.
        return Quote.State.GONE, erased
    return Quote.State.ALTERED, post.revision


def words_of(html: str) -> str:
    """What stored HTML says, normalised for comparing; footnotes are marked as typed."""
    typed = _NOTE_MARK.sub(r"[^\1]", _LINK_SAYS.sub("", _NOTE_BACK.sub("", html)))
    spaced = _BLOCK_ENDS.sub(lambda tag: f" {tag[0]}", typed)
    return markup.normalise(entities.unescape(strip_tags(spaced)))


def _is_said(words: str, html: str) -> bool:
    said = words_of(html)
    # What is masked in the post is masked in the quote.
    if markup.stands_in(words, said) or (
        "*" in said and markup.stands_in(_as_masked(words), said)
    ):
        return True
    # Whoever quotes a sentence may leave the marks of its footnotes out.
    bare, marks = _NOTE_MARK.subn("", html)
    return marks > 0 and markup.stands_in(words, words_of(bare))


def _with_masks(html: str) -> str:
    return with_masks(html, words_of(html)) if has_filters() else html


def _as_masked(words: str) -> str:
    shown = with_masks(entities.escape(words, quote=False), words)
    return entities.unescape(shown)


def _judge_all(author: Reader, quotes: Iterable[markup.QuoteFound]) -> Iterable[Cited]:
    known = [quote for quote in quotes if quote.post_id]
    if not known:
        return
    # Only posts that the author may see: a quote's state must not tell of others.
    seen = Post.objects.visible_to(author).in_bulk([q.post_id for q in known])
    for quote in known:
        post = seen.get(quote.post_id)
        if post:
            words = markup.normalise(quote.words)
            state, revision = judge(words, post)
            yield Cited(quote.place, post.pk, revision, words, state)


def _with_mentions(
    source: str, salt: str
) -> tuple[dict[str, markup.Mention], markup.Rendered]:
    """The members mentioned in a text, and the text rendered with links to them."""
    rendered = markup.render(source, salt=salt)
    keys = {name: name_key(name) for name in rendered.mentions}
    if not keys:
        return {}, rendered
    members = _named(set(keys.values()))
    names = {name: members[key] for name, key in keys.items() if key in members}
    if not names:
        return names, rendered
    return names, markup.render(source, names=names, salt=salt)


def _named(keys: set[str]) -> dict[str, markup.Mention]:
    """The members of these names; a name that a member had before still means them."""
    rows = User.objects.filter(name_key__in=keys)
    found = list(rows.values_list("name_key", "pk", "slug"))
    if missing := keys - {key for key, _pk, _slug in found}:
        former = FormerName.objects.filter(name_key__in=missing, member__closed_at=None)
        found += former.values_list("name_key", "member__pk", "member__slug")
    return {key: markup.Mention(pk, slug) for key, pk, slug in found}
