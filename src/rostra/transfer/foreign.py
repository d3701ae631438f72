"""What every importer reads another forum into: plain, frozen, knowing nothing of ours."""

from dataclasses import dataclass, field
from datetime import datetime

QUOTE_MARK = "\ue000"
"""Stands in a post's Markdown around the number of a quote, until it is attributed."""


@dataclass(frozen=True, slots=True)
class ForeignMember:
    """A person there. `key` is `id:7`, or `name:scott` for one known by name only."""

    key: str
    name: str
    title: str = ""
    location: str = ""
    signature: str = ""
    joined_at: datetime | None = None
    last_seen_at: datetime | None = None
    old_addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignCategory:
    """A forum, board or section there."""

    key: str
    name: str
    description: str = ""
    old_addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignReaction:
    """One reaction whose author is known. `word` is what it is called there."""

    member: ForeignMember
    word: str


@dataclass(frozen=True, slots=True)
class ForeignEdit:
    """That a post was edited, by whom and why as far as it is told."""

    at: datetime
    by: ForeignMember | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ForeignQuote:
    """A quote in a post: whom, which post there (if told), and the quoted Markdown."""

    author: str
    post: str
    source: str


@dataclass(frozen=True, slots=True)
class ForeignPost:
    """One post, its text already Markdown, with QUOTE_MARKs where quotes begin."""

    key: str
    author: ForeignMember
    written_at: datetime
    source: str
    quotes: tuple[ForeignQuote, ...] = ()
    reactions: tuple[ForeignReaction, ...] = ()
    edit: ForeignEdit | None = None
    old_addresses: tuple[str, ...] = ()
    is_recommended: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be carried over, and why."""

    what: str
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class ForeignPoll:
    """A poll of one question, as it stood: its options with their votes."""

    question: str
    options: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ForeignTopic:
    """One topic with all its posts, in order."""

    site: str
    """Which community it is from; keys are unique within one site only."""
    key: str
    title: str
    category: ForeignCategory
    posts: tuple[ForeignPost, ...]
    tags: tuple[str, ...] = ()
    views: int = 0
    is_pinned: bool = False
    is_locked: bool = False
    has_poll: bool = False
    poll: ForeignPoll | None = None
    """The poll, unless it is one that only text can tell of."""
    attachments: int = 0
    old_addresses: tuple[str, ...] = ()
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file held; `left_out` says why if nothing in it is for a forum."""

    file: str
    kind: str = ""
    site: str = ""
    topics: tuple[ForeignTopic, ...] = ()
    members: tuple[ForeignMember, ...] = ()
    categories: tuple[ForeignCategory, ...] = ()
    left_out: str = ""
    error: str = ""
    losses: tuple[Loss, ...] = field(default=())
