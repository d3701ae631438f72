"""What members accept: the terms of use, each version of them."""

from django.db import models
from django.utils import timezone


class TermsVersion(models.Model):
    """Terms of use as they read from one day on."""

    number = models.PositiveIntegerField(unique=True)
    source = models.TextField()
    html = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"terms {self.number}"
