"""Who may do what with stories: a verdict for each question."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.permissions import rights_of
from rostra.foundation.verdicts import ALLOWED, Verdict

PUBLISH = "publish"
"""The right to publish stories, on the whole site."""


@dataclass(frozen=True, slots=True)
class StoryPolicy:
    editor: User

    def publish(self) -> Verdict:
        """Publish, correct and withdraw."""
        if self.editor.is_house or PUBLISH in rights_of(self.editor).everywhere:
            return ALLOWED
        return Verdict(_("Only house accounts and editors publish stories."))


@dataclass(frozen=True, slots=True)
class FeedPolicy:
    editor: User

    def govern(self) -> Verdict:
        """Add feeds, change them, and decide what becomes of their entries."""
        if PUBLISH in rights_of(self.editor).everywhere:
            return ALLOWED
        return Verdict(_("Only editors look after feeds."))
