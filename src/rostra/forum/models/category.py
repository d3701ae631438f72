from django.db import models
from django.urls import reverse

from rostra.forum.permissions import rights_of
from rostra.forum.tag_rules import TagRule
from rostra.foundation.visibility import VisibleQuerySet


class CategoryQuerySet(VisibleQuerySet):
    def visible_to(self, reader):
        """Categories this reader may open. Twin of CategoryPolicy.read."""
        return self.filter(pk__in=rights_of(reader).readable)


class Category(models.Model):
    """A place that holds topics, and other categories inside it."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children"
    )
    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=60)
    description = models.CharField(max_length=500, blank=True)
    icon = models.CharField(max_length=20, blank=True)
    """The name of a drawing of icons.svg."""
    posting_note = models.TextField(blank=True)
    """What whoever starts a topic here should know, in Markdown: the rules of the place."""
    tag_rule = models.CharField(
        max_length=5, choices=TagRule, default=TagRule.ANY, blank=True
    )
    tag_choices = models.JSONField(default=list, blank=True)
    """The names of the tags that the rule is about."""
    position = models.IntegerField(default=0)
    has_own_rights = models.BooleanField(default=False)
    """Whether its own grants count, and not those of what it lies in."""
    topic_count = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forum:category", args=[self.pk, self.slug])
