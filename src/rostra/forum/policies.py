"""Who may do what with categories, topics and posts: a verdict for each question.

The policies also answer for the frozen rows that pages are made of: anything with
the same attributes will do, so that page and service ask the same question.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from rostra.accounts.models import Reader
from rostra.accounts.ranks import Rank
from rostra.forum.permissions import lowest_rank, rights_of
from rostra.forum.rights import EDIT_LATE, SCHEDULE, Right
from rostra.foundation.verdicts import ALLOWED, Verdict
from rostra.web.site_choices import site


class CategoryLike(Protocol):
    @property
    def id(self) -> int: ...


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
    def created_at(self) -> datetime: ...
    @property
    def hidden_at(self) -> datetime | None: ...
    @property
    def is_by_house(self) -> bool: ...


class PostFacts(NamedTuple):
    """As much of a post as its policy asks about, where there is no row of it."""

    author_id: int
    created_at: datetime
    hidden_at: datetime | None
    is_by_house: bool = False


class PollLike(Protocol):
    @property
    def shown(self) -> str: ...
    @property
    def is_public(self) -> bool: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class CategoryPolicy:
    reader: Reader
    category: CategoryLike

    def see(self) -> Verdict:
        """May they know that it is there?"""
        if self._has(Right.SEE):
            return ALLOWED
        return Verdict(_("This category is private."))

    def read(self) -> Verdict:
        """Twin of CategoryQuerySet.visible_to; a test holds the two together."""
        if self._has(Right.READ):
            return ALLOWED
        if self.reader.is_authenticated:
            return Verdict(_("This category is private."))
        return Verdict(_("Sign in to read here."))

    def start(self) -> Verdict:
        """May they start a topic here?"""
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to start a topic."))
        return self._asked(Right.START, gettext_noop("start topics"))

    def reply(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to reply."))
        return self._asked(Right.REPLY, gettext_noop("reply"))

    def react(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to react."))
        return self._asked(Right.REACT, gettext_noop("react"))

    def make_tags(self) -> Verdict:
        """May they give a topic here a tag that there is not yet?"""
        return self._asked(Right.NEW_TAGS, gettext_noop("make new tags"))

    def moderate(self) -> Verdict:
        if self._has(Right.MODERATE):
            return ALLOWED
        return Verdict(_("Only moderators can do this."))

    def _has(self, right: Right) -> bool:
        return rights_of(self.reader).has(right, self.category.id)

    def _asked(self, right: Right, doing: str) -> Verdict:
        if self._has(right):
            return ALLOWED
        if not self._has(Right.READ):
            return self.read()
        lowest = lowest_rank(right, self.category.id)
        if lowest == Rank.OWNER:
            return Verdict(_("Only some groups can %(do)s here.") % {"do": _(doing)})
        who = {"who": lowest.label, "do": _(doing)}
        return Verdict(_("%(who)s and above can %(do)s here.") % who)


@dataclass(frozen=True, slots=True)
class TopicPolicy:
    reader: Reader
    topic: TopicLike

    def read(self) -> Verdict:
        """Twin of TopicQuerySet.visible_to; a test holds the two together."""
        if self.topic.hidden_at and not self.moderate():
            return Verdict(_("This topic has been hidden."))
        return self._place.read()

    def reply(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to reply."))
        if self.topic.locked_at and not self.moderate():
            reason = self.topic.lock_reason
            return Verdict(
                _("This topic is locked: %(reason)s") % {"reason": reason}
                if reason
                else _("This topic is locked.")
            )
        return self._if_readable(self._place.reply())

    def react(self) -> Verdict:
        return self._if_readable(self._place.react())

    def follow(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to follow a topic."))
        return self.read()

    def moderate(self) -> Verdict:
        """Lock, pin, hide, move, merge, split and recommend."""
        return self._place.moderate()

    @property
    def _place(self) -> CategoryPolicy:
        return CategoryPolicy(self.reader, self.topic.category)

    def _if_readable(self, verdict: Verdict) -> Verdict:
        """A hidden topic is closed to all who may not even read it."""
        return self.read() if verdict and self.topic.hidden_at else verdict


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
        if self.post.hidden_at and not (self._is_author() or self._moderates()):
            return Verdict(_("This post has been hidden by a moderator."))
        return self.read()

    def edit(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to edit your posts."))
        # Readers are shown the story, not this text of it: they would see no change.
        if self.post.is_by_house and not self.reader.is_house:
            return Verdict(
                _("A story is changed by an editor, with “Change this story”.")
            )
        if self._moderates():
            return self.read()
        if not self._is_author():
            return Verdict(_("You can only edit your own posts."))
        # A correction of the news must get through when the discussion is closed.
        if self.topic.locked_at and not self.reader.is_house:
            return Verdict(_("This topic is locked."))
        return self._in_time() and self.read_words()

    def erase(self) -> Verdict:
        """Take an earlier text away for good: where somebody's privacy asks for it."""
        if not self.reader.is_authenticated or not self._moderates():
            return Verdict(_("Only moderators can do this."))
        return self.read()

    def react(self) -> Verdict:
        if self._is_author():
            return Verdict(_("You can't react to your own post."))
        if self.post.hidden_at:
            return Verdict(_("This post has been hidden by a moderator."))
        return TopicPolicy(self.reader, self.topic).react()

    def _in_time(self) -> Verdict:
        may_later = EDIT_LATE in rights_of(self.reader).everywhere
        if may_later or self.reader.is_house:
            return ALLOWED
        here = site()
        minutes = here.edit_minutes if here else 0
        if timezone.now() - self.post.created_at < timedelta(minutes=minutes):
            return ALLOWED
        return Verdict(
            ngettext(
                "A post can be changed for %(count)s minute.",
                "A post can be changed for %(count)s minutes.",
                minutes,
            )
            % {"count": minutes}
        )

    def _is_author(self) -> bool:
        return self.reader.is_authenticated and self.post.author_id == self.reader.pk

    def _moderates(self) -> bool:
        return bool(TopicPolicy(self.reader, self.topic).moderate())


@dataclass(frozen=True, slots=True)
class PollPolicy:
    reader: Reader
    poll: PollLike
    post: PostLike
    topic: TopicLike
    now: datetime

    def read(self) -> Verdict:
        """May they see what it asks? Whoever may see what its post says."""
        return self._of_post.read_words()

    def vote(self) -> Verdict:
        """Whoever may reply there may vote: an opinion counted is an opinion said."""
        if self._is_closed:
            return Verdict(_("This poll is closed."))
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to vote."))
        if self.post.hidden_at:
            return Verdict(_("This post has been hidden by a moderator."))
        return TopicPolicy(self.reader, self.topic).reply()

    def results(self, has_voted: bool) -> Verdict:
        """May they see how the votes stand? The author and moderators are asked alike."""
        if self._is_closed or self.poll.shown == "always":
            return self.read()
        if self.poll.shown == "closed":
            return Verdict(_("Results are shown when the poll is closed."))
        if not has_voted:
            return Verdict(_("Results are shown after you have voted."))
        return self.read()

    def voters(self, has_voted: bool) -> Verdict:
        """May they see who voted for what? It tells how the votes stand, too."""
        if not self.poll.is_public:
            return Verdict(_("Votes in this poll are secret."))
        return self.results(has_voted)

    def close(self) -> Verdict:
        if not self.reader.is_authenticated:
            return Verdict(_("Sign in to close your poll."))
        moderates = TopicPolicy(self.reader, self.topic).moderate()
        if not moderates and self.post.author_id != self.reader.pk:
            return Verdict(_("Only its author and moderators can close a poll."))
        return self.read()

    @property
    def _is_closed(self) -> bool:
        closes_at = self.poll.closes_at
        return bool(self.poll.closed_at or (closes_at and closes_at <= self.now))

    @property
    def _of_post(self) -> PostPolicy:
        return PostPolicy(self.reader, self.post, self.topic)


@dataclass(frozen=True, slots=True)
class SchedulingPolicy:
    author: Reader

    def schedule(self) -> Verdict:
        """Have a text posted later; where, other policies say."""
        if SCHEDULE in rights_of(self.author).everywhere:
            return ALLOWED
        return Verdict(_("You cannot have texts posted later."))
