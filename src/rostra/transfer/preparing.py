"""Makes a foreign topic ready to be stored: titles, quotes and rendered text.

It needs no database, so it runs in other processes. Where a text must name a row whose
id is not known yet, a stand-in number is written, which `filling` replaces.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError

from rostra.accounts.names import name_key, name_slug
from rostra.foundation import markup
from rostra.transfer.foreign import (
    QUOTE_MARK,
    ForeignMember,
    ForeignPost,
    ForeignQuote,
    ForeignTopic,
    Loss,
)
from rostra.transfer.text.cutting import in_pieces
from rostra.transfer.text.escaping import code_block, escape, tidy

LONGEST_TITLE = 255
LONGEST_SOURCE = markup.LONGEST - 4096
"""Signs of one post, with room for names and addresses of quotes."""

POST_STAND_IN = 7_310_000_000_000_000
MEMBER_STAND_IN = 7_320_000_000_000_000
"""Stand-in ids are these numbers and a place in the topic; nobody types them."""

_MARK = re.compile(f"{QUOTE_MARK}(\\d+){QUOTE_MARK}")
_ENDS = re.compile(r"</(?:p|li|h[1-6]|blockquote|figure|pre|td|th|tr|div)>|<br>")
_TAG = re.compile(r"<[^>]*>")
_ELISION = re.compile(r"…|\.\.\.")
_PROOF = 4
"""Words shorter than this prove nothing about who wrote them."""


@dataclass(frozen=True, slots=True)
class JudgedQuote:
    """A quote as the renderer found it, and whether its words stand in the post."""

    place: int
    stand_in: int
    words: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class PreparedPost:
    """A post with its final text and html, but for stand-in ids."""

    post: ForeignPost
    source: str
    html: str
    quotes: tuple[JudgedQuote, ...] = ()
    linked: int = 0
    """How many of its quotes lead to a post of the same topic."""


@dataclass(frozen=True, slots=True)
class PreparedTopic:
    """A topic ready to be stored, its members and posts known by stand-ins.

    `topic` has no posts any more: they are in `posts`.
    """

    topic: ForeignTopic
    title: str
    posts: tuple[PreparedPost, ...]
    members: tuple[ForeignMember, ...]
    """Everybody in it, each once; a stand-in for a mention is a place in here."""
    elsewhere: tuple[str, ...]
    """Quoted posts of other topics; their stand-ins follow those of the posts."""
    losses: tuple[Loss, ...]
    read: int = 0
    """How many posts there were before any was split."""


def prepare(topic: ForeignTopic) -> PreparedTopic:
    """The topic with everything done that can be done without the database."""
    losses = list(topic.losses)
    title = " ".join(tidy(topic.title).split())
    read = len(topic.posts)
    posts = list(_split(topic.posts, losses))
    if not title:
        losses.append(Loss("title", "there is none; it is called Untitled"))
        title = "Untitled"
    if len(title) > LONGEST_TITLE:
        losses.append(Loss("title", "cut; the whole of it stands in the opening post"))
        first = posts[0]
        whole = f"**{escape(title)}**\n\n{first.source}"
        posts[0] = replace(first, source=whole)
        title = title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
    maker = _Maker(posts)
    topic = replace(topic, posts=())
    prepared = tuple(maker.post(place) for place in range(len(posts)))
    losses += maker.losses
    return PreparedTopic(
        topic=topic,
        title=title,
        posts=prepared,
        members=maker.members,
        elsewhere=tuple(maker.elsewhere),
        losses=tuple(losses),
        read=read,
    )


def _split(posts: Iterable[ForeignPost], losses: list[Loss]) -> Iterator[ForeignPost]:
    """The posts, one that is too long for a post here continued in further ones."""
    for post in posts:
        if len(post.source) <= LONGEST_SOURCE:
            yield post
            continue
        first, *rest = in_pieces(post.source, LONGEST_SOURCE)
        why = f"longer than {markup.LONGEST:,} signs; continued in the posts after it"
        losses.append(Loss("text of a post", why))
        yield replace(post, source=first)
        for piece in rest:
            quotes = post.quotes
            yield ForeignPost("", post.author, post.written_at, piece, quotes=quotes)


class _Maker:
    """Renders the posts of one topic, knowing all of them."""

    def __init__(self, posts: list[ForeignPost]) -> None:
        self.posts = posts
        self.elsewhere: list[str] = []
        self.losses: list[Loss] = []
        self.members = tuple({m.key: m for m in _everybody(posts)}.values())
        self._places = {post.key: i for i, post in reversed(list(enumerate(posts)))}
        self._places.pop("", None)
        self._texts: dict[int, str] = {}
        self._close_texts: dict[int, str] = {}
        self._by_author: dict[str, list[int]] = {}
        for i, post in enumerate(posts):
            self._by_author.setdefault(name_key(post.author.name), []).append(i)
        self._names = {
            name_key(member.name): markup.Mention(
                MEMBER_STAND_IN + i, name_slug(member.name)
            )
            for i, member in enumerate(self.members)
            if member.name
        }

    def post(self, place: int) -> PreparedPost:
        """A post with its quotes attributed and linked."""
        post = self.posts[place]
        targets = [self._target(quote, place) for quote in post.quotes]
        heads = [
            attribution(quote.author, target, self._author_of(target))
            for quote, target in zip(post.quotes, targets, strict=True)
        ]
        source = _MARK.sub(lambda mark: heads[int(mark[1])], post.source)
        if not source.strip():
            source = "\\-"
            self.losses.append(Loss("text of a post", "there is none; a dash is shown"))
        source, rendered = self._rendered(source)
        names = self._among(rendered.mentions)
        if names:
            rendered = markup.render(source, names=names)
        judged = self._judged(post.quotes, targets, rendered.quotes)
        if judged:
            marks = {q.place: "exact" if q.is_exact else "altered" for q in judged}
            rendered = markup.render(source, names=names, quotes=marks)
        end = POST_STAND_IN + len(self.posts)
        linked = sum(target is not None and target < end for target in targets)
        # The text is not needed twice; a long topic is large enough.
        post = replace(post, source="")
        return PreparedPost(post, source, rendered.html, judged, linked)

    def _rendered(self, source: str) -> tuple[str, markup.Rendered]:
        """A text and what it becomes; as it stands, if that would be too much."""
        try:
            return source, markup.render(source)
        except ValidationError:
            self.losses.append(Loss("markup of a post", "too much of it to be shown"))
            plain = code_block(source[:LONGEST_SOURCE])
            return plain, markup.render(plain)

    def _among(self, mentions: Iterable[str]) -> dict[str, markup.Mention]:
        """Who of this topic is mentioned, by the name as it is written."""
        found = ((name, name_key(name)) for name in mentions)
        return {name: self._names[key] for name, key in found if key in self._names}

    def _target(self, quote: ForeignQuote, place: int) -> int | None:
        """The stand-in of the quoted post: by its id there, or by author and words."""
        if quote.post in self._places and self._places[quote.post] != place:
            return POST_STAND_IN + self._places[quote.post]
        if (found := self._by_words(quote, place)) is not None:
            return POST_STAND_IN + found
        if not quote.post or quote.post in self._places:
            return None
        if quote.post not in self.elsewhere:
            self.elsewhere.append(quote.post)
        return POST_STAND_IN + len(self.posts) + self.elsewhere.index(quote.post)

    def _by_words(self, quote: ForeignQuote, place: int) -> int | None:
        written = self._by_author.get(name_key(quote.author), [])
        earlier = written[: bisect_left(written, place)]
        words = _said(quote.source) if earlier else ""
        if len(words) < _PROOF:
            return None
        # Comparing costs time, and most posts have not even the first words in them.
        start = _close(_ELISION.split(words)[0])[:40]
        for candidate in reversed(earlier):
            if start in self._close_text(candidate) and self._stands(words, candidate):
                return candidate
        return None

    def _stands(self, words: str, place: int) -> bool:
        text = self._text(place)
        # Where one of the two lost the space at the end of a line, they are still equal.
        return markup.stands_in(words, text) or (
            _close(words) in self._close_text(place)
        )

    def _text(self, place: int) -> str:
        """What a post says, normalised for comparing."""
        if place not in self._texts:
            self._texts[place] = _said(self.posts[place].source)
        return self._texts[place]

    def _close_text(self, place: int) -> str:
        if place not in self._close_texts:
            self._close_texts[place] = _close(self._text(place))
        return self._close_texts[place]

    def _author_of(self, target: int | None) -> str:
        place = (target or 0) - POST_STAND_IN
        is_here = target is not None and place < len(self.posts)
        return self.posts[place].author.name if is_here else ""

    def _judged(
        self,
        quotes: tuple[ForeignQuote, ...],
        targets: list[int | None],
        found: Iterable[markup.QuoteFound],
    ) -> tuple[JudgedQuote, ...]:
        """The quotes that the renderer found, each with whether its words stand there."""
        read: dict[int | None, list[str]] = {}
        for quote, target in zip(quotes, targets, strict=True):
            read.setdefault(target, []).append(quote.source)
        return tuple(
            self._judge(quote, quote.post_id, read.get(quote.post_id, []))
            for quote in found
            if quote.post_id
        )

    def _judge(
        self, quote: markup.QuoteFound, stand_in: int, sources: list[str]
    ) -> JudgedQuote:
        words = markup.normalise(quote.words)
        place = stand_in - POST_STAND_IN
        is_exact = False
        if 0 <= place < len(self.posts):
            # The words of a quote do not count what is quoted inside it; the words it
            # was read with do, and were in that post together.
            is_exact = self._stands(words, place) or (
                len(sources) == 1 and self._stands(_said(sources[0]), place)
            )
        return JudgedQuote(quote.place, stand_in, words, is_exact)


def attribution(author: str, post_id: int | None, present_name: str = "") -> str:
    """The first line of a quote, of a post of ours if its id is given."""
    name = (
        " ".join((present_name or author).replace('"', "'").replace("||", "|").split())
        or "Guest"
    )
    said = f"[said](/post/{post_id}/)" if post_id is not None else "said"
    return f'@"{escape(name)}" {said}:'


def _everybody(posts: list[ForeignPost]) -> Iterator[ForeignMember]:
    for post in posts:
        yield post.author
        if post.edit and post.edit.by:
            yield post.edit.by
        yield from (reaction.member for reaction in post.reactions)


def _said(source: str) -> str:
    """The words of a Markdown text as a reader sees them, normalised for comparing."""
    rendered = markup.render(_MARK.sub("", source)).html
    spaced = _ENDS.sub(lambda tag: f" {tag[0]}", rendered)
    return markup.normalise(html.unescape(_TAG.sub("", spaced)))


def _close(words: str) -> str:
    return "".join(words.split())
