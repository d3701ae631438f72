"""Who may do what with categories, topics and posts: a verdict for each question.

The policies also answer for the frozen rows that pages are made of: anything with
the same attributes will do, so that page and service ask the same question.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.foundation.verdicts import ALLOWED, Verdict


class CategoryLike(Protocol):
    @property
    def audience(self) -> str: ...


class TopicLike(Protocol):
    @property
    def category(self) -> CategoryLike: ...
    @property
    def locked_at(self) -> datetime | None: ...
    @property
    def lock_reason(self) -> str: ...
    @property
    def hidden_at(self) -> datetime | None: ...


class PostLike(Protocol):
    @property
    def author_id(self) -> int: ...
    @property
    def hidden_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class CategoryPolicy:
    reader: Reader
    category: CategoryLike

    def read(self) -> Verdict:
        """Twin of CategoryQuerySet.visible_to; a test holds the two together."""
        audience = self.category.audience
        if self.reader.is_moderator or audience == "everyone":
            return ALLOWED
        if audience == "members" and self.reader.is_authenticated:
            return ALLOWED
        return Verdict(_("This category is private."))

    def start(self) -> Verdict:
        """May they start a topic here?"""
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to start a topic."))
        return self.read()


@dataclass(frozen=True, slots=True)
class TopicPolicy:
    reader: Reader
    topic: TopicLike

    def read(self) -> Verdict:
        """Twin of TopicQuerySet.visible_to; a test holds the two together."""
        if self.topic.hidden_at and not self.reader.is_moderator:
            return Verdict(_("This topic has been hidden."))
        return CategoryPolicy(self.reader, self.topic.category).read()

    def reply(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to reply."))
        if self.topic.locked_at and not self.reader.is_moderator:
            reason = self.topic.lock_reason
            return Verdict(
                _("This topic is locked: %(reason)s") % {"reason": reason}
                if reason
                else _("This topic is locked.")
            )
        return self.read()

    def react(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to react."))
        return self.read()

    def follow(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to follow a topic."))
        return self.read()

    def moderate(self) -> Verdict:
        """Lock, pin, hide, move, merge, split and recommend."""
        if not self.reader.is_moderator:
            return Verdict(_("Only moderators can do this."))
        return ALLOWED


@dataclass(frozen=True, slots=True)
class PostPolicy:
    reader: Reader
    post: PostLike
    topic: TopicLike

    def read(self) -> Verdict:
        """May they see that the post is there? Twin of PostQuerySet.visible_to."""
        return TopicPolicy(self.reader, self.topic).read()

    def read_words(self) -> Verdict:
        """May they see what it says? A hidden post is read by moderators and its author."""
        if self.post.hidden_at and not (self.reader.is_moderator or self._is_author()):
            return Verdict(_("This post has been hidden by a moderator."))
        return self.read()

    def edit(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to edit your posts."))
        if self.reader.is_moderator:
            return ALLOWED
        if not self._is_author():
            return Verdict(_("You can only edit your own posts."))
        # A correction of the news must get through when the discussion is closed.
        if self.topic.locked_at and not self.reader.is_house:
            return Verdict(_("This topic is locked."))
        return self.read_words()

    def react(self) -> Verdict:
        if self._is_author():
            return Verdict(_("You can't react to your own post."))
        if self.post.hidden_at:
            return Verdict(_("This post has been hidden by a moderator."))
        return TopicPolicy(self.reader, self.topic).react()

    def _is_author(self) -> bool:
        return self.reader.is_authenticated and self.post.author_id == self.reader.pk
