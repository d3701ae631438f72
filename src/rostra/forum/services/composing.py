"""From what an author typed to what is stored: rendered words and judged quotes.

This happens before any row is locked: rendering takes longer than writing, and it
must not keep other writers waiting.
"""

import html as entities
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from rostra.accounts.models import FormerName, Reader, User
from rostra.accounts.names import name_key
from rostra.forum.attached import files_shown
from rostra.forum.models import Post, Quote
from rostra.foundation import markup

_PICTURE = re.compile(r'<img [^>]*?\balt="([^"]*)"[^>]*>')
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
    files: tuple[int, ...] = ()
    """Those that it shows or leads to."""


def compose(author: Reader, source: str, *, post_id: int | None = None) -> Words:
    """Render a text and check its quotes: no query without quotes, mentions and files,
    else at most five.

    `post_id` is the post whose text it is to be, if that is there already. Raises
    ValidationError if the text is over a limit.
    """
    named, rendered = _with_all_named(source, author=author, post_id=post_id)
    cited = tuple(_judge_all(author, rendered.quotes))
    if cited:
        marks = {quote.place: quote.state for quote in cited}
        rendered = markup.render(source, quotes=marks, **named)
    return Words(source, rendered.html, cited, tuple(named["files"]))


def render_again(post: Post) -> str:
    """The HTML of a stored post, with the states its quotes have now."""
    return rendered_again(post.source, post).html


def rendered_again(
    source: str, post: Post | None = None, *, files_of: int | None = None
) -> markup.Rendered:
    """A stored text with links to the members it mentions, and the states of its quotes
    if it is the current one of a post; of an earlier one `files_of` is the post."""
    marks = dict(post.quotes.values_list("place", "state")) if post else {}
    named, rendered = _with_all_named(source, post_id=post.pk if post else files_of)
    return markup.render(source, quotes=marks, **named) if marks else rendered


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
    if markup.stands_in(words, words_of(post.html)):
        return Quote.State.EXACT, post.revision
    erased = 0
    for revision in post.revisions.order_by("-number"):
        if revision.erased_at:
            erased = revision.number
        elif markup.stands_in(words, words_of(revision.html)):
            return Quote.State.EDITED, revision.number
    if erased:  # They may have stood there: nobody is accused of what cannot be seen.
        return Quote.State.GONE, erased
    return Quote.State.ALTERED, post.revision


def words_of(html: str) -> str:
    """What stored HTML says, normalised for comparing."""
    if "<img " in html:
        html = _PICTURE.sub(_picture_words, html)
    spaced = _BLOCK_ENDS.sub(lambda tag: f" {tag[0]}", html)
    return markup.normalise(entities.unescape(strip_tags(spaced)))


def _picture_words(picture: re.Match[str]) -> str:
    """What a quote says where a picture is shown (markup.plain)."""
    return (
        _("Picture: %(words)s") % {"words": picture[1]} if picture[1] else _("Picture")
    )


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


class _Named(TypedDict):
    """What a text names that there is: members, and files that it may show."""

    names: dict[str, markup.Mention]
    files: Mapping[int, markup.File]


def _with_all_named(
    source: str, *, author: Reader | None = None, post_id: int | None = None
) -> tuple[_Named, markup.Rendered]:
    """What is named in a text, and the text rendered with it."""
    rendered = markup.render(source)
    keys = {name: name_key(name) for name in rendered.mentions}
    members = _named(set(keys.values())) if keys else {}
    named = _Named(
        names={name: members[key] for name, key in keys.items() if key in members},
        files=files_shown(rendered.files, author=author, post_id=post_id),
    )
    return named, markup.render(source, **named) if any(named.values()) else rendered


def _named(keys: set[str]) -> dict[str, markup.Mention]:
    """The members of these names; a name that a member had before still means them."""
    rows = User.objects.filter(name_key__in=keys)
    found = list(rows.values_list("name_key", "pk", "slug"))
    if missing := keys - {key for key, _pk, _slug in found}:
        former = FormerName.objects.filter(name_key__in=missing, member__closed_at=None)
        found += former.values_list("name_key", "member__pk", "member__slug")
    return {key: markup.Mention(pk, slug) for key, pk, slug in found}
