"""What pages show of a member, a topic in a list and a post: plain, frozen, cheap."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import strip_tags

from rostra.accounts.ranks import Rank
from rostra.forum.models.draft import mark_of
from rostra.forum.publishers import domains_to_look_at, links_in
from rostra.forum.tag_rules import TagRule
from rostra.forum.tag_words import tag_url


@dataclass(frozen=True, slots=True)
class Person:
    """A member as shown beside what they wrote."""

    id: int
    name: str
    slug: str
    role: str = "member"
    is_house: bool = False
    face: str = ""
    """Their picture's path below the media folder, or empty."""
    title: str = ""
    location: str = ""
    joined_at: datetime | None = None
    post_count: int = 0

    @property
    def url(self) -> str:
        return f"/member/{self.id}-{self.slug}/"

    @property
    def initials(self) -> str:
        """One or two letters for the round mark that stands for a picture."""
        words = [word for word in self.name.replace("_", " ").split() if word]
        return "".join(word[0] for word in words[:2]).upper() or "?"

    @property
    def tone(self) -> str:
        """The CSS class of the mark's colour: `` or `t1` to `t5`."""
        return f"t{self.id % 6}" if self.id % 6 else ""


class Tally(NamedTuple):
    """How many readers gave a post one reaction."""

    kind: str
    label: str
    number: int
    mark: str = ""
    """The HTML of what stands before the label, if anything."""


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post on a topic's page. `html` is empty for those who may not see the words;
    `signature` is the HTML under the first post of each author on a page."""

    id: int
    number: int
    author: Person
    kind: str
    html: str
    created_at: datetime
    revision: int
    edited_at: datetime | None
    edited_by: str
    edit_reason: str
    edited_after: int
    tallies: tuple[Tally, ...]
    recommended_at: datetime | None
    recommended_note: str
    hidden_at: datetime | None
    hidden_reason: str
    my_reaction: str = ""
    is_mine: bool = False
    is_folded: bool = False
    """Whether the reader ignores its author: the words are there, but folded away."""
    signature: str = ""
    quoted_in: tuple[tuple[int, int], ...] = ()
    """Id and number of the first posts of this topic that quote it."""
    has_poll: bool = False

    @property
    def url(self) -> str:
        return f"/post/{self.id}/"

    @property
    def is_official(self) -> bool:
        return self.kind == "official"

    @property
    def to_look_at(self) -> tuple[str, ...]:
        """The domains that a post which waits leads to, if it waits for that."""
        return domains_to_look_at(links_in(self.html))


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category as named in breadcrumbs, lists and forms."""

    id: int
    name: str
    slug: str
    description: str = ""
    icon: str = ""
    posting_note: str = ""
    note_html: str = ""
    """What the note says, rendered when the categories were read."""
    tag_rule: str = TagRule.ANY
    tag_choices: tuple[str, ...] = ()
    parent_id: int | None = None
    depth: int = 0
    """How many categories it lies in."""
    readers: str = "guest"
    """The lowest rank that may open it without being in any group."""
    topic_count: int = 0
    post_count: int = 0

    @property
    def url(self) -> str:
        return f"/category/{self.id}-{self.slug}/"

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it, so that feeds and search engines may."""
        return self.readers == Rank.GUEST

    @property
    def is_for_staff(self) -> bool:
        """Whether it is for moderators or fewer."""
        return self.readers in (Rank.MODERATOR, Rank.OWNER)


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag as a topic shows it."""

    name: str
    url: str


@lru_cache(maxsize=4096)
def _tag_row(name: str) -> TagRow:
    return TagRow(name, tag_url(name))


def tag_rows(stored: str | list[str]) -> tuple[TagRow, ...]:
    """The tags that are kept beside a topic, as either database gives them."""
    if stored == "[]" or not stored:
        return ()
    names = json.loads(stored) if isinstance(stored, str) else stored
    return tuple(map(_tag_row, names))


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic in a list. `unread` is how many posts are new to the reader, or None
    for one that they never opened (or, for guests, 0)."""

    id: int
    title: str
    slug: str
    category: CategoryRow
    author: Person
    started_at: datetime
    last_number: int
    last_post_id: int
    last_posted_at: datetime
    last_author: Person
    views: int
    is_story: bool
    is_pinned: bool
    is_locked: bool
    is_hidden: bool
    is_lively: bool
    has_poll: bool
    tags: tuple[TagRow, ...] = ()
    unread: int | None = 0
    first_unread: int = 0
    additions: str = ""
    """The keys of the packages that have something of it to show."""

    @property
    def url(self) -> str:
        return f"/topic/{self.id}-{self.slug}/"

    @property
    def replies(self) -> int:
        return max(self.last_number - 1, 0)

    @property
    def last_url(self) -> str:
        return f"/post/{self.last_post_id}/"

    @property
    def unread_url(self) -> str:
        """Where the first post stands that this reader has not read."""
        return f"/topic/{self.id}/go/?post={self.first_unread}"

    @property
    def is_unread(self) -> bool:
        return self.unread is None or self.unread > 0


@dataclass(frozen=True, slots=True)
class TopicHead:
    """What stands above the posts."""

    id: int
    title: str
    slug: str
    category: CategoryRow
    author: Person
    started_at: datetime
    last_number: int
    last_post_id: int
    last_posted_at: datetime
    views: int
    is_story: bool
    language: str
    pinned_at: datetime | None
    locked_at: datetime | None
    lock_reason: str
    hidden_at: datetime | None
    merged_into_id: int | None
    tags: tuple[TagRow, ...]
    additions: str = ""
    """The keys of the packages that show something more on its pages."""

    @property
    def url(self) -> str:
        return f"/topic/{self.id}-{self.slug}/"

    @property
    def replies(self) -> int:
        return max(self.last_number - 1, 0)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """Text that was not sent yet, as the composer takes it up again."""

    source: str
    title: str
    saved_at: datetime
    client_token: str
    poll: Mapping[str, str] = field(default_factory=dict)
    """What was typed into the fields of a poll."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What was typed into the other fields."""

    @property
    def mark(self) -> str:
        """Tells this text from those that were saved before and after it."""
        return mark_of(self.saved_at)


_QUOTES = re.compile(r"<figure\b.*?(?:</figure>|$)", re.DOTALL)
"""Quote cards: what others said is not what a post says."""


def snippet_of(stored: str, length: int = 160) -> str:
    """The first words of a post's stored HTML as plain text, cut at a word."""
    # Tags take room too; a dozen times the length is enough and bounds the work.
    own = _QUOTES.sub(" ", stored[: length * 12])
    words = " ".join(html.unescape(strip_tags(own)).split())
    if len(words) <= length:
        return words
    return words[:length].rsplit(" ", 1)[0] + " …"
