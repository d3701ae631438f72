"""The groups that every forum has: a ladder, on which each holds what those below do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rank(models.TextChoices):
    """Where somebody stands on the ladder, from the lowest. Everybody has one rank."""

    GUEST = "guest", _("Guests")
    NEW = "new", _("New members")
    MEMBER = "member", _("Members")
    TRUSTED = "trusted", _("Trusted members")
    EDITOR = "editor", _("Editors")
    MODERATOR = "moderator", _("Moderators")
    OWNER = "owner", _("Owners")


HEIGHTS = {rank.value: height for height, rank in enumerate(Rank)}
"""How far up each rank stands; guests at 0."""

NOBODY = len(HEIGHTS)
"""A height that nobody reaches."""

MEMBER_RANKS = [choice for choice in Rank.choices if choice[0] != Rank.GUEST]
"""The ranks that an account can have, with their names."""
