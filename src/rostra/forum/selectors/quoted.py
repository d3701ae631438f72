"""Words that others quoted from a post: where they stood, and what became of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, When

from rostra.accounts.models import Reader
from rostra.forum.models import Post, Quote, Revision, Topic
from rostra.forum.policies import PostPolicy
from rostra.forum.services.judging import words_of
from rostra.foundation import markup
from rostra.foundation.differences import Piece, differences, shortened
from rostra.foundation.visibility import NotVisible

MOST = 50
"""Quoting posts that are named on a page."""


@dataclass(frozen=True, slots=True)
class QuotingRow:
    """A post that quotes another."""

    post_id: int
    number: int
    author: str
    topic: str
    written_at: datetime
    words: str
    state: str

    @property
    def url(self) -> str:
        return f"/post/{self.post_id}/"


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """Some words of a post that were quoted."""

    post: Post
    words: str
    state: str
    number: int
    """The text that they stand in, or were compared with."""
    who: str
    at: datetime
    html: str
    """That text, with the words highlighted; empty if it is erased."""
    is_current: bool
    since: tuple[Piece, ...]
    """What changed from that text to the current one."""
    instead: tuple[Piece, ...]
    """For words that stand nowhere: how they differ from what comes closest to them."""
    quoting: tuple[QuotingRow, ...]


@dataclass(frozen=True, slots=True)
class QuotedBy:
    """The posts that quote one, the newest first."""

    post: Post
    quoting: tuple[QuotingRow, ...]
    before: int | None
    """The id of the quote before which the next page goes on."""


def quoted_words(
    *, reader: Reader, post_id: int, key: str, state: str = ""
) -> QuotedWords:
    """Words of a post by their key, and who quotes them: at most four queries.

    What is told of them is told of the first quote in this state, if there is one. Raises NotVisible if no post that the reader may read quotes them, and
    PermissionDenied where the quoted post's words are hidden from them.
    """
    post = _quoted(reader, post_id)
    meant = Case(When(state=state, then=0), default=1, output_field=IntegerField())
    rows = _by_readable(reader, post).filter(key=key).order_by(meant, "pk")
    quotes = list(rows[:MOST])
    if not quotes:
        raise NotVisible("quote")
    quote = quotes[0]
    cited = _text_of(post, quote.revision)
    is_current = isinstance(cited, Post)
    since = differences(cited.source, post.source) if cited and not is_current else []
    return QuotedWords(
        post=post,
        words=quote.words,
        state=quote.state,
        number=quote.revision,
        who=_writer(post, cited),
        at=_written_at(post, cited),
        html=markup.with_marked(cited.html, quote.words) if cited else "",
        is_current=is_current,
        since=tuple(shortened(since)),
        instead=_instead(quote, cited),
        quoting=tuple(map(_quoting_row, quotes)),
    )


def quoted_by(*, reader: Reader, post_id: int, before: int | None = None) -> QuotedBy:
    """Who quotes a post, fifty at a time: two queries. Raises as quoted_words."""
    post = _quoted(reader, post_id)
    quotes = _by_readable(reader, post).order_by("-pk")
    if before:
        quotes = quotes.filter(pk__lt=before)
    some = list(quotes[: MOST + 1])
    shown = some[:MOST]
    go_on = shown[-1].pk if len(some) > MOST else None
    return QuotedBy(post, tuple(map(_quoting_row, shown)), go_on)


def _quoted(reader: Reader, post_id: int) -> Post:
    posts = Post.objects.select_related("topic__category", "author", "edited_by")
    post: Post = posts.get_visible(reader, pk=post_id)
    PostPolicy(reader, post, post.topic).read_words().or_raise()
    return post


def _by_readable(reader: Reader, post: Post) -> "QuerySet[Quote]":
    """The quotes of a post in posts whose words this reader may see."""
    topics = Topic.objects.visible_to(reader)
    quotes = post.quoted_by.filter(post__topic__in=topics, post__hidden_at=None)
    return quotes.select_related("post__author", "post__topic")


def _text_of(post: Post, number: int) -> Post | Revision | None:
    """The text of this number; None if it is erased."""
    if number >= post.revision:
        return post
    texts = post.revisions.filter(number=number, erased_at=None)
    return texts.select_related("written_by").first()


def _writer(post: Post, cited: Post | Revision | None) -> str:
    if isinstance(cited, Revision):
        return str(cited.written_by)
    return str(post.edited_by or post.author)


def _written_at(post: Post, cited: Post | Revision | None) -> datetime:
    if isinstance(cited, Revision):
        return cited.written_at
    return post.edited_at or post.created_at


def _instead(quote: Quote, cited: Post | Revision | None) -> tuple[Piece, ...]:
    if quote.state != Quote.State.ALTERED or cited is None:
        return ()
    passage = markup.closest(quote.words, words_of(cited.html))
    return tuple(differences(passage, quote.words)) if passage else ()


def _quoting_row(quote: Quote) -> QuotingRow:
    post = quote.post
    return QuotingRow(
        post_id=post.pk,
        number=post.number,
        author=str(post.author),
        topic=post.topic.title,
        written_at=post.created_at,
        words=quote.words[:200],
        state=quote.state,
    )
