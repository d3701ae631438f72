"""Who may do what with stories: a verdict for each question."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.foundation.verdicts import ALLOWED, Verdict


@dataclass(frozen=True, slots=True)
class StoryPolicy:
    editor: User

    def publish(self) -> Verdict:
        """Publish, correct and withdraw."""
        if self.editor.is_house or self.editor.is_moderator:
            return ALLOWED
        return Verdict(_("Only house accounts and moderators publish stories."))
