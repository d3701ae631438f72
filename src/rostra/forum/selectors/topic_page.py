"""Everything the topic page shows."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from markupsafe import Markup

from rostra.accounts.models import Reader
from rostra.accounts.preferences import page_size
from rostra.forum.page_numbers import numbers_on, page_of
from rostra.forum.permissions import rights_of
from rostra.forum.policies import TopicPolicy
from rostra.forum.reaction_kinds import ReactionKind, offered_kinds
from rostra.forum.selectors.categories import all_categories
from rostra.forum.selectors.pages import Pages
from rostra.forum.selectors.polls import PollRow, polls_of
from rostra.forum.selectors.rows import (
    CategoryRow,
    DraftRow,
    Person,
    PostRow,
    TopicHead,
    tag_rows,
)
from rostra.forum.selectors.topic_posts import (
    Signpost,
    as_seen_by,
    shared_posts,
)
from rostra.forum.slots import (
    OWN_POST_ACTIONS,
    POST_ABOVE,
    POST_ACTIONS,
    POST_ATTRIBUTES,
    POST_BELOW,
    POST_MENU,
    POST_STAMP,
    POST_WORDS,
    POSTS_END,
    TOPIC_META,
)
from rostra.foundation import markup
from rostra.foundation.raw import fetch, moment
from rostra.foundation.verdicts import Verdict
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible
from rostra.web.language import LANGUAGE

POSTS_IN_A_BLOCK = 5

SHOW_OWN: list[Callable[["TopicPage"], Collection[int]]] = []
"""The ids of posts at which another package says something of the reader, who is a member,
so that they are kept for nobody else; asked in topics that something was added to."""


class Block(NamedTuple):
    """Posts next to each other, and for whom they look the same; None for one reader."""

    posts: tuple[PostRow, ...]
    same_for: tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class TopicPage:
    """One page of a topic, as one reader sees it."""

    reader: Reader
    versions: tuple[int, ...]
    """Of the topic, the site and how members are shown, from before anything was read."""
    topic: TopicHead
    posts: tuple[PostRow, ...]
    pages: Pages
    read_up_to: int
    """The number of the last post the reader had read before; guests have read all."""
    is_following: bool
    draft: DraftRow | None
    polls: dict[int, PollRow]
    """The polls of posts on this page, by the post's id."""
    recommended: tuple[Signpost, ...]
    waypoints: tuple[Signpost, ...]
    reply: Verdict
    react: Verdict
    moderate: Verdict
    rights: frozenset[str]
    """What the reader may do in the category, and on the whole site."""

    @property
    def reactions(self) -> tuple[ReactionKind, ...]:
        """The words that can be said about a post."""
        return offered_kinds()

    @property
    def first_unread(self) -> int:
        """The number of the first post the reader has not read, or 0."""
        following = self.read_up_to + 1
        return following if following <= self.topic.last_number else 0

    def same_for(self, post: PostRow) -> tuple[Hashable, ...] | None:
        """Readers for whom this is equal see the post alike; None for nobody else."""
        return self._same_for(post, self._own)

    def _same_for(
        self, post: PostRow, own: Collection[int]
    ) -> tuple[Hashable, ...] | None:
        if post.is_mine or post.my_reaction or post.has_poll:
            return None
        if not self.reader.is_authenticated or post.id in own:
            return None
        rights = (bool(self.react), bool(self.reply), bool(self.moderate), self.rights)
        return (post.id, post.is_folded, *rights)

    @property
    def _own(self) -> Collection[int]:
        if not (self.topic.additions and self.reader.is_authenticated):
            return ()
        return {post_id for shown in SHOW_OWN for post_id in shown(self)}

    @property
    def blocks(self) -> list["Block"]:
        """The posts in runs that may be kept: all together, if this reader sees them
        as others do, else a few at a time, so that most of them still are."""
        own = self._own
        whole = self._block(self.posts, own)
        if whole.same_for is not None or not self.reader.is_authenticated:
            return [whole]
        starts = range(0, len(self.posts), POSTS_IN_A_BLOCK)
        runs = (self.posts[n : n + POSTS_IN_A_BLOCK] for n in starts)
        return [self._block(run, own) for run in runs]

    def _block(self, posts: tuple[PostRow, ...], own: Collection[int]) -> "Block":
        # The opening post is no part of what is kept: it is drawn apart.
        keys = [self._same_for(post, own) for post in posts if post.number > 1]
        if not keys or None in keys:
            return Block(posts, None)
        first, last = posts[0].number, posts[-1].number
        marked = self.first_unread if first <= self.first_unread <= last else 0
        rights = keys[0][2:] if keys[0] else ()
        folded = tuple(post.number for post in posts if post.is_folded)
        key = ("posts", self.topic.id, first, last, marked, folded, *rights)
        return Block(posts, key)

    @property
    def whole(self) -> tuple[Hashable, ...] | None:
        """For whom all from a story to the last post of its first page is equal, if it
        is for others than this reader. In one piece it compresses better."""
        if not (self.is_first and self.posts) or self.posts[0].number != 1:
            return None
        story, blocks = self.same_for(self.posts[0]), self.blocks
        if story is None or len(blocks) > 1 or blocks[0].same_for is None:
            return None
        return ("whole", self.pages.size, *blocks[0].same_for)

    @property
    def is_first(self) -> bool:
        return self.pages.number == 1

    def actions(self, is_own: bool) -> Markup:
        """What else members can do with a post, their own or another; `{post}` stands
        for its id."""
        return (OWN_POST_ACTIONS if is_own else POST_ACTIONS).render(self)

    @property
    def menu_items(self) -> Markup:
        """What other packages add to each post's menu; `{post}` stands for its id."""
        return POST_MENU.render(self)

    @property
    def meta(self) -> Markup:
        """What other packages tell machines of the topic."""
        return TOPIC_META.render(self) if self.is_first else Markup()

    def words(self, post: PostRow, html: str) -> Markup:
        """The words of a post as the page shows them: ours in the reader's language,
        with what other packages put around some, if anything was added to the topic."""
        html = markup.respoken(html, LANGUAGE.get())
        if self.topic.additions:
            html = POST_WORDS.pass_through(html, PostPlace(self, post))
        return Markup(html)

    def around(self, post: PostRow) -> "Around":
        """What other packages put before a post, on its element and beside its time."""
        if not self.topic.additions:
            return _NOTHING_AROUND
        place = PostPlace(self, post)
        slots = (POST_ABOVE, POST_ATTRIBUTES, POST_STAMP)
        return Around(*(slot.render(place) for slot in slots))

    @property
    def end(self) -> Markup:
        """What other packages put after the last post of the topic."""
        is_end = self.topic.additions and self.pages.number == self.pages.last
        return POSTS_END.render(self) if is_end else Markup()

    def below(self, post: PostRow) -> Markup:
        """What other packages show under the words of a post."""
        return POST_BELOW.render(PostPlace(self, post))

    @property
    def last_shown(self) -> int:
        """The number of the last post on this page, or 0."""
        return self.posts[-1].number if self.posts else 0


class Around(NamedTuple):
    """What stands around one post."""

    above: Markup
    attributes: Markup
    stamp: Markup


_NOTHING_AROUND = Around(Markup(), Markup(), Markup())


class PostPlace(NamedTuple):
    """A post, and the page that it stands on."""

    page: TopicPage
    post: PostRow


@dataclass(frozen=True, slots=True)
class _Mine:
    """What the topic query found out about this reader."""

    read_up_to: int
    is_following: bool
    draft: DraftRow | None
    reactions: dict[int, str]
    """Post id → the word this reader said about it."""


def topic_page(
    *, reader: Reader, topic_id: int, number: int = 1, size: int = 0
) -> TopicPage:
    """One page of a topic: three queries, however long the topic and the forum; one
    while its posts are kept in the process; one more if a post of it has a poll.

    `number` counts pages from 1; one past the end gives the last page. `size` is how
    many posts a page has, 0 for as many as the reader prefers. Raises NotVisible if
    there is no such topic for this reader.
    """
    versions = current_versions(("site", "people", f"topic:{topic_id}"))
    size = size or page_size(reader)
    topic, mine = _topic(reader, topic_id, numbers_on(number, size))
    if not TopicPolicy(reader, topic).read():
        raise NotVisible("topic")
    last = page_of(topic.last_number, size)
    pages = Pages(number=min(number, last), last=last, url=topic.url, size=size)
    on_page = numbers_on(pages.number, size)
    shared = shared_posts(reader, topic, on_page, versions)
    posts = as_seen_by(reader, shared.posts, mine.reactions)
    return TopicPage(
        reader=reader,
        versions=versions,
        topic=topic,
        posts=posts,
        pages=pages,
        read_up_to=mine.read_up_to,
        is_following=mine.is_following,
        draft=mine.draft,
        polls=polls_of(reader=reader, topic=topic, posts=posts),
        recommended=shared.recommended,
        waypoints=shared.waypoints,
        reply=TopicPolicy(reader, topic).reply(),
        react=TopicPolicy(reader, topic).react(),
        moderate=TopicPolicy(reader, topic).moderate(),
        rights=rights_of(reader).there(topic.category.id),
    )


_TOPIC = """
SELECT t.id, t.title, t.slug, t.started_at, t.last_number, t.last_post_id,
  t.last_posted_at, t.views, t.is_story, t.language, t.pinned_at, t.locked_at,
  t.lock_reason, t.hidden_at, t.merged_into_id, t.tag_names,
  t.category_id, t.additions,
  a.id, a.name, a.slug, a.role, a.is_house, a.face,
  m.number, f.id, d.source, d.title, d.saved_at, d.client_token,
  (SELECT {joined} FROM forum_post p
   JOIN forum_reaction r ON r.user_id = %s AND r.post_id = p.id
   WHERE p.topic_id = t.id AND p.number BETWEEN %s AND %s)
FROM forum_topic t
JOIN accounts_user a ON a.id = t.author_id
LEFT JOIN forum_readmark m ON m.user_id = %s AND m.topic_id = t.id
LEFT JOIN forum_follow f ON f.user_id = %s AND f.topic_id = t.id
LEFT JOIN forum_draft d ON d.owner_id = %s AND d.place = %s
WHERE t.id = %s
"""


_JOINED = {
    "sqlite": "group_concat(p.id || ' ' || r.kind)",
    "postgresql": "string_agg(p.id || ' ' || r.kind, ',')",
}


def _topic(
    reader: Reader, topic_id: int, on_page: tuple[int, int]
) -> tuple[TopicHead, _Mine]:
    me = reader.pk or 0
    sql = _TOPIC.format(joined=_JOINED[connection.vendor])
    place = f"topic:{topic_id}"
    rows = fetch(sql, (me, *on_page, me, me, me, place, topic_id))
    if not rows:
        raise NotVisible("topic")
    row = rows[0]
    topic = TopicHead(
        id=row[0],
        title=row[1],
        slug=row[2],
        started_at=moment(row[3]),
        last_number=row[4],
        last_post_id=row[5] or 0,
        last_posted_at=moment(row[6]),
        views=row[7],
        is_story=bool(row[8]),
        language=row[9],
        pinned_at=moment(row[10]),
        locked_at=moment(row[11]),
        lock_reason=row[12],
        hidden_at=moment(row[13]),
        merged_into_id=row[14],
        tags=tag_rows(row[15]),
        category=_category(row[16]),
        author=Person(*row[18:24]),
        additions=row[17] or "",
    )
    return topic, _mine(reader, topic, row[24:])


def _category(category_id: int) -> CategoryRow:
    category = all_categories().get(category_id)
    if category is None:
        raise NotVisible("topic")
    return category


def _mine(reader: Reader, topic: TopicHead, row: tuple[Any, ...]) -> _Mine:
    mark, follow, source, title, saved_at, token, reactions = row
    if not reader.is_authenticated:
        return _Mine(topic.last_number, is_following=False, draft=None, reactions={})
    draft = None
    if saved_at is not None:
        draft = DraftRow(source, title, moment(saved_at), token)
    # A topic last posted in before "mark all as read" counts as read to its end.
    all_read = topic.last_posted_at <= reader.read_before
    return _Mine(
        read_up_to=topic.last_number if all_read else (mark or 0),
        is_following=follow is not None,
        draft=draft,
        reactions=_reactions(reactions or ""),
    )


def _reactions(joined: str) -> dict[int, str]:
    pairs = (pair.split(" ") for pair in joined.split(",") if pair)
    return {int(post_id): kind for post_id, kind in pairs}
