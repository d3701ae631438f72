"""Who may do what with stories: a verdict for each question."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rostra.accounts.models import Reader
from rostra.accounts.policies import SitePolicy
from rostra.forum.permissions import rights_of
from rostra.forum.policies import PostLike, PostPolicy, TopicLike
from rostra.forum.rights import Right
from rostra.foundation.verdicts import ALLOWED, Verdict

PUBLISH = "publish"
"""The right to publish stories, in a category."""

LINK = "start-link"
"""The right to start topics from links, in a category."""


@dataclass(frozen=True, slots=True)
class StoryPolicy:
    editor: Reader

    def publish(self, category_id: int) -> Verdict:
        """Publish, correct and withdraw stories in a category."""
        if self._is_house or rights_of(self.editor).has(PUBLISH, category_id):
            return ALLOWED
        return Verdict(_("Only house accounts and editors publish stories here."))

    @property
    def _is_house(self) -> bool:
        return self.editor.is_authenticated and self.editor.is_house


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """About starting topics from pages of other sites."""

    author: Reader

    def enter(self) -> Verdict:
        """Open the form: whoever may start such a topic in any category."""
        if not self.author.is_authenticated:
            return Verdict(_("Sign in to start a topic."))
        if self.places:
            return ALLOWED
        return Verdict(_("You cannot start topics from links."))

    def start(self, category_id: int) -> Verdict:
        """Start one in a category."""
        if category_id in self.places:
            return ALLOWED
        return Verdict(_("You cannot start topics from links in this category."))

    def change(self, opening: PostLike, topic: TopicLike) -> Verdict:
        """Put right what is shown of a topic's page: who may edit the opening post."""
        return PostPolicy(self.author, opening, topic).edit()

    @property
    def places(self) -> tuple[int, ...]:
        """The categories in which they may start one."""
        wanted = {LINK, Right.START}
        held = rights_of(self.author).at.items()
        return tuple(pk for pk, rights in held if wanted <= rights)


@dataclass(frozen=True, slots=True)
class FeedPolicy:
    """About feeds; each belongs to the category in which it posts."""

    editor: Reader

    def enter(self) -> Verdict:
        """Open the newsroom: owners, and whoever may publish stories in any category."""
        if self.places or SitePolicy(self.editor).govern():
            return ALLOWED
        return Verdict(_("Only editors look after feeds."))

    def govern(self, category_id: int) -> Verdict:
        """Add feeds of a category, change them, and decide about their entries."""
        if rights_of(self.editor).has(PUBLISH, category_id):
            return ALLOWED
        return Verdict(_("Only editors of this category look after its feeds."))

    @property
    def places(self) -> tuple[int, ...]:
        """The categories whose feeds they look after."""
        held = rights_of(self.editor).at.items()
        return tuple(pk for pk, rights in held if PUBLISH in rights)
