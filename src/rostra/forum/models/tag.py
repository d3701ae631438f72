from django.db import models


class Tag(models.Model):
    """A label on topics."""

    name = models.CharField(max_length=60)
    slug = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name
