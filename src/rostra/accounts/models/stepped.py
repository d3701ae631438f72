"""Long work that is done a piece at a time, and remembers how far it has come."""

from django.db import models


class Stepped(models.Model):
    """Columns of such work; accounts.steps does it."""

    step = models.CharField(max_length=40, blank=True)
    """The key of the step under way."""
    position = models.BigIntegerField(default=0)
    """The id up to which that step has come, if it counts."""
    finished_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        abstract = True
