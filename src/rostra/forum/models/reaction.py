from django.db import models
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import User
from rostra.forum.models.post import Post


class Reaction(models.Model):
    """One word by one user about one post."""

    class Kind(models.TextChoices):
        """The words that every site begins with; its owner chooses others and fewer
        (reaction_kinds)."""

        AGREE = "agree", _("Agree")
        INFORMATIVE = "informative", _("Informative")
        SOURCED = "sourced", _("Well sourced")
        THANKS = "thanks", _("Thanks")
        DISAGREE = "disagree", _("Disagree")

    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    user = models.ForeignKey(User, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=20)
    """The key of a ReactionKind."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "post"], name="one_reaction_each")
        ]

    def __str__(self) -> str:
        return self.kind
