from django.db import models
from django.utils.translation import gettext_lazy as _

from rostra.accounts.models import User
from rostra.forum.models.post import Post


class Poll(models.Model):
    """A question with options, on the post that asks it.

    It belongs to the post and not to the topic, because it is something that the
    author of that post says: it goes where the post goes when topics are merged or
    split, and is hidden and erased with it.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("One option")
        MULTIPLE = "multiple", _("Any number of options")
        RANKED = "ranked", _("Options put in order")

    class Shown(models.TextChoices):
        ALWAYS = "always", _("At any time")
        VOTED = "voted", _("After voting")
        CLOSED = "closed", _("When the poll is closed")

    post = models.OneToOneField(Post, models.CASCADE, related_name="poll")
    question = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    options = models.JSONField()
    """Their words, in order. They never change: people voted for these."""
    shown = models.CharField(max_length=10, choices=Shown)
    """When those who may vote are shown how the votes stand."""
    is_public = models.BooleanField(default=False)
    """Whether it is shown who voted for what."""
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    """Since when nobody can vote; some seconds after `closes_at` has come."""
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False
    )
    is_imported = models.BooleanField(default=False, editable=False)
    """Its votes were counted on another forum: there are numbers, and no votes."""
    voters = models.PositiveIntegerField(default=0, editable=False)
    rounds = models.JSONField(default=list, editable=False)
    """How many votes each option has: one list, or one for each round of a ranked
    poll, null where an option is out. Counted again at each vote."""

    class Meta:
        indexes = [
            models.Index(
                fields=["closes_at"],
                condition=models.Q(closed_at__isnull=True, closes_at__isnull=False),
                name="poll_closing",
            )
        ]

    def __str__(self) -> str:
        return self.question


class PollVote(models.Model):
    """What one user voted in a poll."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    user = models.ForeignKey(User, models.CASCADE, related_name="poll_votes")
    choices = models.CharField(max_length=60)
    """The places of the chosen options, from 0, the best first: `2 0 1`."""
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "poll"], name="one_vote_each")
        ]
        indexes = [models.Index(fields=["poll", "choices"], name="poll_count")]

    def __str__(self) -> str:
        return self.choices
