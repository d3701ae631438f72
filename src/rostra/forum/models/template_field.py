from django.db import models
from django.utils.translation import gettext_lazy as _

from rostra.forum.models.category import Category


class TemplateKind(models.TextChoices):
    LINE = "line", _("One line")
    TEXT = "text", _("Some lines")
    CHOICE = "choice", _("One of several answers")
    LINK = "link", _("A web address")


class TemplateField(models.Model):
    """One thing that whoever starts a topic in a category is asked for."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="template")
    label = models.CharField(max_length=60)
    hint = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=6, choices=TemplateKind)
    options = models.TextField(blank=True)
    """For a choice: the answers, each on a line."""
    is_required = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def name(self) -> str:
        """What it is called in the form."""
        return f"answer_{self.pk}"

    @property
    def choices(self) -> list[str]:
        """What one chooses among."""
        return [line for line in self.options.splitlines() if line]
