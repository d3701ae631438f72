"""Who may do what with sources, requests and claims: a verdict for each question."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.forum.models import Post
from rostra.forum.permissions import rights_of
from rostra.forum.policies import PostLike, PostPolicy, TopicLike, TopicPolicy
from rostra.foundation.verdicts import ALLOWED, Verdict

CURATE = "curate"
"""The right to record claims, on the whole site."""

ASK = "ask-source"
"""The right to ask for sources, in a category."""


class AuthorLike(Protocol):
    @property
    def is_house(self) -> bool: ...
    @property
    def is_placeholder(self) -> bool: ...
    @property
    def closed_at(self) -> datetime | None: ...


class AuthoredLike(PostLike, Protocol):
    @property
    def author(self) -> AuthorLike: ...


@dataclass(frozen=True, slots=True)
class ClaimPolicy:
    curator: Reader

    def curate(self) -> Verdict:
        """Record claims and positions, and set where a claim stands."""
        is_house = self.curator.is_authenticated and self.curator.is_house
        if is_house or CURATE in rights_of(self.curator).everywhere:
            return ALLOWED
        return Verdict(_("Only house accounts and editors record claims."))


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """About one claim: `post` is the one that it was taken from, else the opening one."""

    reader: Reader
    topic: TopicLike
    post: PostLike

    def read(self) -> Verdict:
        """Whoever opens the topic, and reads the post. Twin of ClaimQuerySet.visible_to."""
        return PostPolicy(self.reader, self.post, self.topic).read_words()


@dataclass(frozen=True, slots=True)
class SourcePolicy:
    """About the sources that a post names."""

    reader: Reader
    post: PostLike
    topic: TopicLike

    def read(self) -> Verdict:
        """Whoever reads the words. Twin of PostSourceQuerySet.visible_to."""
        return PostPolicy(self.reader, self.post, self.topic).read_words()

    def name(self) -> Verdict:
        """Name a source, and change what is said of it: an author, however late."""
        if not self._is_author:
            return Verdict(_("Only its author names the sources of a post."))
        if self.post.hidden_at and not self._is_held:
            return Verdict(_("This post has been hidden by a moderator."))
        if self.topic.locked_at and not self._moderates:
            return Verdict(_("This topic is locked."))
        return self.read()

    def remove(self) -> Verdict:
        """Take a source away again."""
        return self.read() if self._moderates else self.name()

    @property
    def _is_held(self) -> bool:
        # A post that waits, perhaps for its source, may get all that belongs to it.
        return getattr(self.post, "hidden_reason", "") == Post.HELD

    @property
    def _is_author(self) -> bool:
        return self.reader.is_authenticated and self.post.author_id == self.reader.pk

    @property
    def _moderates(self) -> bool:
        return bool(TopicPolicy(self.reader, self.topic).moderate())


@dataclass(frozen=True, slots=True)
class RequestPolicy:
    """About requests for sources for a post."""

    reader: Reader
    post: AuthoredLike
    topic: TopicLike

    def read(self) -> Verdict:
        """Whoever reads the words. Twin of SourceRequestQuerySet.visible_to."""
        return PostPolicy(self.reader, self.post, self.topic).read_words()

    def ask(self) -> Verdict:
        """Ask for a source, or join who asked."""
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to ask for a source."))
        if self.post.author_id == self.reader.pk:
            return Verdict(_("This post is yours: you can name its sources."))
        if self.post.hidden_at:
            return Verdict(_("This post has been hidden by a moderator."))
        if self.topic.locked_at:
            return Verdict(_("This topic is locked."))
        if not rights_of(self.reader).has(ASK, self.topic.category.id):
            return Verdict(_("You cannot ask for sources in this category."))
        return self._can_be_answered() and self.read()

    def answer(self) -> Verdict:
        """Give a source, or say why there is none."""
        if self.reader.is_authenticated and self.post.author_id == self.reader.pk:
            return SourcePolicy(self.reader, self.post, self.topic).name()
        return Verdict(_("Only the author of the post answers this."))

    def _can_be_answered(self) -> Verdict:
        author = self.post.author
        if author.is_house or author.is_placeholder or author.closed_at:
            return Verdict(_("Nobody answers for this account."))
        return ALLOWED
