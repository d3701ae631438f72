"""How far the posts have been drawn anew by a newer renderer."""

from django.db import models


class Drawing(models.Model):
    """One version of the renderer, and how far it has got through the posts."""

    renderer = models.PositiveSmallIntegerField(primary_key=True)
    position = models.BigIntegerField(default=0)
    """The number of the last post that was looked at."""
    is_done = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"renderer {self.renderer}"
