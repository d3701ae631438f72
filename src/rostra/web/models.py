"""What the owner of a site chooses, kept in the database and edited on a page."""

from django.db import models


class SignUp(models.TextChoices):
    """Who may make an account."""

    OPEN = "open"
    QUESTION = "question"
    """Whoever answers the owner's question."""
    APPROVAL = "approval"
    """Everybody, but an owner looks at each before they can sign in."""
    INVITATION = "invitation"
    """Whoever holds a link that an owner made."""
    CLOSED = "closed"


class MachineCheck(models.TextChoices):
    """How much work a newcomer's browser does, which costs a machine with many."""

    OFF = "off"
    LIGHT = "light"
    USUAL = "usual"
    HEAVY = "heavy"


class Site(models.Model):
    """The one row about this community (pk 1). Without it the site is not set up."""

    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    sign_up = models.CharField(max_length=10, choices=SignUp, default=SignUp.OPEN)
    """Who may make an account."""
    sign_up_question = models.CharField(max_length=200, blank=True)
    sign_up_answers = models.CharField(max_length=400, blank=True)
    """What is taken for an answer, with commas between."""
    machine_check = models.CharField(
        max_length=5, choices=MachineCheck, default=MachineCheck.USUAL
    )
    """Without that work a new account waits for an owner."""

    asks_stop_forum_spam = models.BooleanField(default=False)
    """Whether StopForumSpam is asked about newcomers."""
    akismet_key = models.CharField(max_length=64, blank=True)
    """With a key Akismet is asked about newcomers."""
    rename_days = models.PositiveSmallIntegerField(default=30)
    """How long members keep a name that they have chosen; 0 means that only owners
    change names."""
    edit_minutes = models.PositiveIntegerField(default=60)
    """How long members may change a post who may not do so later."""
    minimum_age = models.PositiveSmallIntegerField(default=0)
    """How old whoever signs up says they are; 0 asks nobody."""
    terms_version = models.PositiveIntegerField(default=0)
    """The number of the terms that hold now; 0 means there are none."""
    terms_asked = models.PositiveIntegerField(default=0)
    """Whoever accepted terms of a smaller number is asked again; 0 asks nobody."""
    refused_mail = models.TextField(blank=True)
    """Mail domains that no account is made with, a line each."""

    has_signatures = models.BooleanField(default=True)
    """Whether members' signatures are shown under what they write."""

    has_link_cards = models.BooleanField(default=True)
    """Whether other sites are asked what their pages say that members link to."""
    reactions = models.JSONField(default=list)
    """The words that members can say about posts, as forum.reaction_kinds reads them;
    empty for those that Rostra brings."""

    owners_told_at = models.DateTimeField(null=True, editable=False)
    """When owners were last mailed that new members wait."""

    may_erase_words = models.BooleanField(default=False)
    """Whether members who leave may have all that they wrote erased."""

    def __str__(self) -> str:
        return self.name
