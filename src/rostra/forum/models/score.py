from django.db import models

from rostra.forum.models.category import Category
from rostra.forum.models.topic import Topic


class TopicScore(models.Model):
    """How lively a topic was in one day, week, month or year.

    "Top of the week" reads a range of one index and so costs the same in a
    forum of ten topics and of ten million.
    """

    class Period(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        MONTH = "month"
        YEAR = "year"

    period = models.CharField(max_length=5, choices=Period)
    starts_on = models.DateField()
    """The first day of the period: the day itself, a Monday, a 1st, 1 January."""
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="scores")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")
    score = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "period", "starts_on"], name="one_score_a_period"
            )
        ]
        indexes = [
            models.Index(
                fields=["period", "starts_on", "-score", "-topic"], name="score_site"
            ),
            models.Index(
                fields=["category", "period", "starts_on", "-score", "-topic"],
                name="score_category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} in the {self.period} of {self.starts_on}"
