from django.db import models
from django.urls import reverse

from rostra.foundation.visibility import VisibleQuerySet


class CategoryQuerySet(VisibleQuerySet):
    def visible_to(self, reader):
        """Categories this reader may open. Twin of CategoryPolicy.read."""
        if reader.is_moderator:
            return self
        if reader.is_authenticated:
            return self.exclude(audience=Category.Audience.STAFF)
        return self.filter(audience=Category.Audience.EVERYONE)


class Category(models.Model):
    """A place that holds topics, for one audience."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone"
        MEMBERS = "members"
        STAFF = "staff"

    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=60)
    description = models.CharField(max_length=500, blank=True)
    position = models.IntegerField(default=0)
    audience = models.CharField(
        max_length=10, choices=Audience, default=Audience.EVERYONE
    )
    topic_count = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_everyone(self) -> bool:
        """Whether guests may read it, and so whether its posts may be counted to them."""
        return self.audience == self.Audience.EVERYONE

    def get_absolute_url(self) -> str:
        return reverse("forum:category", args=[self.pk, self.slug])
