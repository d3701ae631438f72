from django.db import models


class ImportedRow(models.Model):
    """What something from another forum became here, so that it comes only once."""

    class Kind(models.TextChoices):
        FILE = "file"
        TOPIC = "topic"
        POST = "post"
        MEMBER = "member"
        CATEGORY = "category"

    source = models.CharField(max_length=120)
    """The community it is from, by host and folder; for a file, the importer's name."""
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=120)
    """Its id there; for a file, its path below the folder, or the hash of a long one."""
    our_id = models.BigIntegerField()
    """The row here; for a file, its size in bytes when it was read."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "key"], name="imported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.key}"
