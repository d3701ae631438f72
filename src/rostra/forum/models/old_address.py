from django.db import models


class OldAddress(models.Model):
    """An address of the forum this community came from, and what stands there now."""

    class Kind(models.TextChoices):
        TOPIC = "topic"
        POST = "post"
        MEMBER = "member"
        CATEGORY = "category"

    address = models.CharField(max_length=255, unique=True)
    """Path and query, normalised by `old_addresses.normalise`, without host."""
    kind = models.CharField(max_length=10, choices=Kind)
    target_id = models.BigIntegerField()

    def __str__(self) -> str:
        return self.address
