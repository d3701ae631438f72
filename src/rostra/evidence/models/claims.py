"""Claims: one checkable sentence, who says so, who disputes it, and where to look."""

from django.db import models

from rostra.forum.models import Topic


class Claim(models.Model):
    """One checkable sentence from a story or post."""

    class Status(models.TextChoices):
        UNSOURCED = "unsourced"
        SUPPORTED = "supported"
        DISPUTED = "disputed"
        REFUTED = "refuted"
        WITHDRAWN = "withdrawn"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="claims")
    place = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=500)
    status = models.CharField(max_length=10, choices=Status, default=Status.UNSOURCED)

    class Meta:
        ordering = ["topic_id", "place", "pk"]

    def __str__(self) -> str:
        return self.words


class Position(models.Model):
    """What somebody says about a claim, with a source if there is one."""

    class Stance(models.TextChoices):
        SAYS = "says"
        DISPUTES = "disputes"
        CONFIRMS = "confirms"
        WITHDRAWS = "withdraws"

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="positions")
    stance = models.CharField(max_length=10, choices=Stance)
    who = models.CharField(max_length=200)
    source_title = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=500, blank=True)
    """An outside address, or a permanent one of this site such as `/post/7/`."""

    class Meta:
        ordering = ["claim_id", "pk"]

    def __str__(self) -> str:
        return f"{self.who} {self.stance}"
