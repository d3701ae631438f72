"""From what an author typed to what is stored: rendered words and judged quotes.

This happens before any row is locked: rendering takes longer than writing, and it
must not keep other writers waiting.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from rostra.accounts.models import FormerName, Reader, User
from rostra.accounts.names import name_key
from rostra.forum.attached import files_shown
from rostra.forum.models import Post, Quote, Topic
from rostra.forum.services.judging import Texts, words_of
from rostra.forum.services.linking import cards_of
from rostra.forum.word_filters import asks_to_hold, check_words, has_filters, with_masks
from rostra.foundation import markup
from rostra.foundation.versions import raise_versions


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote found in a text, and what became of it when it was checked."""

    place: int
    post_id: int
    revision: int
    words: str
    state: str
    newest: int
    links: tuple[str, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A text ready to be stored."""

    source: str
    html: str
    cited: tuple[Cited, ...]
    links: tuple[str, ...] = ()
    files: tuple[int, ...] = ()
    """Those that it shows or leads to."""
    is_held: bool = False
    """Whether a moderator has to look at it first."""
    members: tuple[int, ...] = ()
    """Those whom it mentions."""


def compose(
    author: Reader,
    source: str,
    *,
    post_id: int | None = None,
    topic_id: int | None = None,
) -> Words:
    """Render a text and check its quotes: no query without quotes, mentions, files and
    links that stand alone, else at most eight.

    `post_id` is the post whose text this will be, if it is there already; `topic_id` that of
    the topic to which this is a reply. Raises ValidationError if the text is over a
    limit, or has words that the owner does not want.
    """
    salt = secrets.token_hex(8)
    plain = markup.render(source, salt=salt)
    cited = _cited(author, plain.quotes, post_id, topic_id)
    files = files_shown(plain.files, author=author, post_id=post_id)
    shown = _shown(source, plain, cited, files, salt)
    html = shown.html
    is_held = False
    if has_filters():
        words = words_of(html)
        check_words(author, words)
        html = with_masks(html, words)
        is_held = asks_to_hold(author, words)
    return Words(source, html, cited, plain.links, tuple(files), is_held, shown.members)


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


def rendered_again(
    source: str, post: Post | None = None, *, files_of: int | None = None
) -> markup.Rendered:
    """A stored text with links to the members it mentions and cards of the pages it
    links to, and the states of its quotes if it is the current one of a post; of an
    earlier one `files_of` is the post."""
    salt = f"post:{post.pk}" if post else ""
    plain = markup.render(source, salt=salt)
    quotes = list(post.quotes.all()) if post else []
    files = files_shown(plain.files, post_id=post.pk if post else files_of)
    shown = _shown(source, plain, quotes, files, salt)
    return replace(shown, html=_with_masks(shown.html))


def _shown(
    source: str,
    plain: markup.Rendered,
    quotes: Sequence[Cited | Quote],
    files: Mapping[int, markup.File],
    salt: str,
) -> markup.Rendered:
    """A text that was rendered plainly, with all that is known of what is in it."""
    names, cards = _names_in(plain.mentions), cards_of(plain.links)
    if not (names or cards or quotes or files):
        return plain
    return markup.render(
        source,
        names=names,
        cards=cards,
        files=files,
        quotes={quote.place: quote.state for quote in quotes},
        needless={quote.place for quote in quotes if quote.is_folded},
        salt=salt,
    )


def _with_masks(html: str) -> str:
    return with_masks(html, words_of(html)) if has_filters() else html


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
            key=markup.quote_key(quote.words),
            newest=quote.newest,
            links=list(quote.links),
            state=quote.state,
            is_folded=quote.is_folded,
        )
        for quote in cited
    )


def reword_quote(quote: Quote, words: str) -> None:
    """Store other words as those that are quoted."""
    quote.words, quote.key = markup.normalise(words), markup.quote_key(words)
    quote.save(update_fields=["words", "key"])


def _cited(
    author: Reader,
    quotes: Iterable[markup.QuoteFound],
    post_id: int | None,
    topic_id: int | None,
) -> tuple[Cited, ...]:
    known = [quote for quote in quotes if quote.post_id]
    if not known:
        return ()
    judges = _Judges(author, known, post_id, topic_id)
    return tuple(filter(None, map(judges.judge, known)))


class _Judges:
    """Judges the quotes of one text; each quoted post is read once."""

    def __init__(
        self,
        author: Reader,
        quotes: Iterable[markup.QuoteFound],
        post_id: int | None,
        topic_id: int | None,
    ) -> None:
        # Only posts that the author may see: a quote's state must not tell of others.
        seen = Post.objects.visible_to(author)
        posts = seen.in_bulk({quote.post_id for quote in quotes})
        self._posts: Mapping[int, Post] = posts
        self._texts = {key: Texts(quoted) for key, quoted in posts.items()}
        self._newest = _newest_of(post_id) if post_id else {}
        self._last = _last_post_of(topic_id) if posts and topic_id else None

    def judge(self, quote: markup.QuoteFound) -> Cited | None:
        """What becomes of a quote; None if its author may not know the quoted post."""
        post_id = quote.post_id or 0
        if post_id not in self._posts:
            return None
        words, texts = markup.normalise(quote.words), self._texts[post_id]
        # Saving a text again must not make a misquote in it younger.
        newest = self._newest.get((post_id, words), self._posts[post_id].revision)
        state, revision = texts.judge(words, newest, quote.links)
        is_folded = post_id == self._last and texts.are_quoted_whole(words)
        return Cited(
            place=quote.place,
            post_id=post_id,
            revision=revision,
            words=words,
            state=state,
            newest=newest,
            links=quote.links,
            is_folded=is_folded,
        )


def _newest_of(post_id: int) -> dict[tuple[int, str], int]:
    rows = Quote.objects.filter(post=post_id).values_list(
        "quoted_post_id", "words", "newest"
    )
    return {(post_id, words): newest for post_id, words, newest in rows}


def _last_post_of(topic_id: int) -> int | None:
    last = Topic.objects.filter(pk=topic_id).values_list("last_post_id", flat=True)
    return last.first()


def _names_in(mentions: Iterable[str]) -> dict[str, markup.Mention]:
    """The members mentioned in a text, by the name as it is written."""
    keys = {name: name_key(name) for name in mentions}
    members = _named(set(keys.values())) if keys else {}
    return {name: members[key] for name, key in keys.items() if key in members}


def _named(keys: set[str]) -> dict[str, markup.Mention]:
    """The members of these names; a name that a member had before still means them."""
    rows = User.objects.filter(name_key__in=keys)
    found = list(rows.values_list("name_key", "pk", "slug"))
    if missing := keys - {key for key, _pk, _slug in found}:
        former = FormerName.objects.filter(name_key__in=missing, member__closed_at=None)
        found += former.values_list("name_key", "member__pk", "member__slug")
    return {key: markup.Mention(pk, slug) for key, pk, slug in found}
