"""Claims: one checkable sentence, who says so, who disputes it, and where to look."""

from django.db import models

from rostra.accounts.models import User
from rostra.evidence.models.sources import Source
from rostra.forum.models import Post, Topic
from rostra.forum.models.post import words_shown_to
from rostra.forum.models.topic import category_of, topics_open_to
from rostra.foundation.visibility import VisibleQuerySet

KEY = "claims"
"""By which topics know that claims are made in them."""
IS_STANDING = ~models.Q(status="removed")
"""Claims that were not removed."""


def _opening(reader):
    """The opening post of a row's topic, if this reader may see its words."""
    posts = Post.objects.words_visible_to(reader)
    there = posts.filter(topic=models.OuterRef("topic"), number=1)
    return models.Subquery(there.order_by().values("pk")[:1])


class PlaceQuerySet(VisibleQuerySet):
    def visible_to(self, reader):
        """What was put into topics that this reader may open, but for what is from posts
        whose words they may not see. What is from none is from the opening post."""
        opening = models.Q(post=None, seen_opening__isnull=False)
        shown = words_shown_to(reader, "post__", "in_category")
        said = opening | (models.Q(post__isnull=False) & shown)
        place = {"in_category": category_of("topic__")}
        return self.alias(seen_opening=_opening(reader), **place).filter(
            topics_open_to(reader, "topic__", "in_category"), said
        )


class ClaimQuerySet(PlaceQuerySet):
    def visible_to(self, reader):
        """The same of claims, but for those that were removed. Twin of
        ClaimReading.read."""
        return self.or_removed(reader).filter(IS_STANDING)

    def or_removed(self, reader):
        """The same with those that were removed, for curators."""
        return super().visible_to(reader)

    def with_sourced(self):
        """With `is_sourced`: whether somebody gave a source."""
        given = Position.objects.filter(claim=models.OuterRef("pk"))
        given = given.exclude(source_url="")
        return self.annotate(is_sourced=models.Exists(given))

    def openly_said(self):
        """But for those from hidden posts, whoever reads: the same for all."""
        openings = Post.objects.filter(topic=models.OuterRef("topic"), number=1)
        hidden = openings.filter(hidden_at__isnull=False).order_by().values("pk")[:1]
        rows = self.alias(hidden_opening=models.Subquery(hidden))
        said = models.Q(post__isnull=False) | models.Q(hidden_opening=None)
        return rows.filter(said, post__hidden_at=None)

    def visible_in_order(self, reader):
        """The same for a page of a long list: asked of one claim after the other, in
        the order of the list, until the page is full. A join leaves the order to the
        database, which without statistics sorts them all."""
        topic, post = models.OuterRef("topic"), models.OuterRef("post")
        topics = Topic.objects.filter(topics_open_to(reader), pk=topic)
        posts = Post.objects.words_visible_to(reader).filter(pk=post)
        # As values, because PostgreSQL gathers all that there are for EXISTS.
        shown = self.alias(
            seen_topic=models.Subquery(topics.order_by().values("pk")[:1]),
            seen_post=models.Subquery(posts.order_by().values("pk")[:1]),
            seen_opening=_opening(reader),
        )
        return shown.filter(
            models.Q(post=None, seen_opening__isnull=False)
            | models.Q(seen_post__isnull=False),
            IS_STANDING,
            seen_topic__isnull=False,
        )


class Claim(models.Model):
    """One checkable sentence from a story or post."""

    class Status(models.TextChoices):
        UNSOURCED = "unsourced"
        SUPPORTED = "supported"
        DISPUTED = "disputed"
        REFUTED = "refuted"
        WITHDRAWN = "withdrawn"
        REMOVED = "removed"
        """Made by mistake: it is nowhere any more but for curators, on its page."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="claims")
    place = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=500)
    key = models.CharField(max_length=16, blank=True, db_index=True)
    """markup.quote_key of the words: by it the same claim is found elsewhere."""
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="claims")
    """The post that says these words, if they were taken from one."""
    status = models.CharField(max_length=10, choices=Status, default=Status.UNSOURCED)
    due_on = models.DateField(null=True)
    """The day on which a prediction is to be looked at again."""
    due_at = models.DateTimeField(null=True)
    """When it comes back; None if nothing is waited for."""
    came_due_at = models.DateTimeField(null=True)
    """Since when a curator is waited for."""
    told_up_to = models.BigIntegerField(null=True)
    """The last follow of the topic whose member was told; None if nobody is to be."""

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["topic_id", "place", "pk"]
        indexes = [
            models.Index(fields=["status", "-id"], name="claim_status"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="claim_waits",
            ),
            models.Index(
                fields=["-id"],
                condition=models.Q(came_due_at__isnull=False),
                name="claim_is_due",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(told_up_to__isnull=False),
                name="claim_untold",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return f"/claim/{self.pk}/"


class ClaimLink(models.Model):
    """That a claim is made in another place, too: it is shown there and not repeated."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="links")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="claim_links")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    """The post that says it there, if it is known."""
    words = models.CharField(max_length=500, blank=True)
    """As it says it."""

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "topic", "post"], name="claim_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.topic_id}"


class ClaimBand(models.Model):
    """That the words of a claim have this band: those that share some are alike
    (foundation/likeness.py)."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="+")
    band = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["band", "claim"], name="claim_band")]

    def __str__(self) -> str:
        return f"{self.band} of {self.claim_id}"


class ClaimDecision(models.Model):
    """That a curator said where a claim stands, and why. Whoever records it says so first,
    without a reason."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="decisions")
    status = models.CharField(max_length=10, choices=Claim.Status)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return self.status


class Position(models.Model):
    """What somebody says about a claim, with a source if there is one."""

    class Stance(models.TextChoices):
        SAYS = "says"
        DISPUTES = "disputes"
        CONFIRMS = "confirms"
        WITHDRAWS = "withdraws"

    class Kind(models.TextChoices):
        UNKNOWN = ""
        """It was not asked yet when this was noted."""
        PERSON = "person"
        ORGANISATION = "organisation"
        MEMBER = "member"

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="positions")
    stance = models.CharField(max_length=10, choices=Stance)
    kind = models.CharField(max_length=12, choices=Kind, default="", blank=True)
    who = models.CharField(max_length=200, blank=True)
    """Empty for a member, whose name is theirs to change."""
    member = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, related_name="positions"
    )
    """None for a page of this site, and for what was noted before sources were given."""
    source_title = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=2000, blank=True)
    """An outside address, or a permanent one of this site such as `/post/7/`."""
    domain_key = models.CharField(max_length=253, blank=True, db_index=True)
    """Of the domain that that leads to (foundation.domains)."""

    class Meta:
        ordering = ["claim_id", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.stance}"

    @property
    def name(self) -> str:
        """Of whoever takes it."""
        return self.member.name if self.member else self.who
